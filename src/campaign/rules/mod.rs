//! The rules that compare, a file for each kind of fact.

pub mod price;
pub mod promo_code;
