//! The rules that compare, a file for each kind of fact.

pub mod color;
pub mod cta_label;
pub mod cta_target;
pub mod date;
pub mod discount;
pub mod handle;
pub mod hashtag;
pub mod price;
pub mod promo_code;
