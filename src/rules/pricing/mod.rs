//! Rules on prices in one artifact.

pub mod price_not_in_price_book;
