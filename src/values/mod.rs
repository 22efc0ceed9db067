//! Typed values that brands and artifacts state: money, colors, codes. No I/O, no markup, no guide.

pub mod color;
pub mod mailbox;
pub mod money;
pub mod phone;
pub mod promo_code;
pub mod social;
pub mod url;
