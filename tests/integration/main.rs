//! What is tested from the outside of the library.

mod guides;
