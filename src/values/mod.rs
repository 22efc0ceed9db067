//! Typed values that brands and artifacts state: money, colors, codes. No I/O, no markup, no guide.

pub mod color;
pub mod money;
pub mod percent;
pub mod promo_code;
pub mod region;
pub mod social;
pub mod url;
