//! Stub.
/// Opaque.
pub fn opaque_ranges(_: &str) -> Vec<std::ops::Range<u32>> {
    Vec::new()
}
