//! Tests of the whole: one binary, a module a topic.

mod cli;
mod reports;
