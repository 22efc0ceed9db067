//! onbrand reads email templates, web pages and social posts, and reports, at exact places in their source, what
//! breaks a brand's guide and what contradicts between channels.
//!
//! ```text
//! artifact → document → facts → rules, campaign → findings → report
//!                 guide ────────↗
//! ```
//!
//! `document` reads an artifact, `facts` says what it states, `rules` judge it against the `guide`, `campaign` compares
//! artifacts with each other, `engine` runs and orders, `report` tells; `workspace` brings things in, `service` holds
//! the use cases, and `cli` is a door. Everything up to `engine` does no I/O, reads no clock and does not fail.

pub mod artifact;
pub mod campaign;
#[cfg(feature = "cli")]
pub mod cli;
pub mod deadline;
pub mod document;
pub mod engine;
pub mod facts;
pub mod finding;
pub mod guide;
pub mod matches;
#[cfg(feature = "cli")]
pub mod report;
pub mod rule;
pub mod rules;
pub mod scope;
#[cfg(feature = "cli")]
pub mod service;
pub mod source;
pub mod span;
pub mod text;
pub mod values;
#[cfg(feature = "cli")]
pub mod workspace;
