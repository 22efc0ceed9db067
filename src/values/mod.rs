//! Typed values that brands and artifacts state: money, colors, codes. No I/O, no markup, no guide.

pub mod claim;
pub mod color;
pub mod mailbox;
pub mod money;
pub mod networks;
pub mod percent;
pub mod phone;
pub mod postal;
pub mod promo_code;
pub mod region;
pub mod social;
pub mod tax;
pub mod url;
