//! The rules that compare, a file for each kind of fact.

pub mod claim;
pub mod color;
pub mod cta_label;
pub mod cta_target;
pub mod date;
pub mod discount;
pub mod email_address;
pub mod handle;
pub mod hashtag;
pub mod legal_line;
pub mod phone;
pub mod postal_address;
pub mod price;
pub mod product_name;
pub mod promo_code;
pub mod tagline;
