//! What is tested from the outside of the library: one binary, a module a topic.

mod architecture;
mod campaigns;
mod cli;
mod docs;
mod documents;
mod guides;
mod hostile;
mod properties;
mod reports;
mod rules;
mod soundness;
mod streams;
mod waivers;
