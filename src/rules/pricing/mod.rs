//! Rules on prices in one artifact.

pub mod discount_arithmetic;
pub mod not_a_reduction;
pub mod period_arithmetic;
pub mod price_not_in_price_book;
pub mod retired_price;
pub mod saving_arithmetic;
pub mod tax_arithmetic;

mod book;
mod pairs;
mod words;
