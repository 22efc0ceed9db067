//! What is tested from the outside of the library.

mod architecture;
mod guides;
mod rules;
