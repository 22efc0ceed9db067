//! What is tested from the outside of the library: one binary, a module a topic.

mod cli;
mod guides;
mod reports;
