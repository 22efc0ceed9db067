//! Rules on what is seen.

pub mod off_palette_color;
