//! Rules on what a channel asks for.

pub mod handle;
pub mod hashtag;
mod posts;
pub mod sms_encoding;
pub mod too_long;
pub mod truncated;
