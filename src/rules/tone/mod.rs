//! Rules on the voice.

pub mod avoided_phrase;
pub mod exclamation;
pub mod shouting;
