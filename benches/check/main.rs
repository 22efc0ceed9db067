//! MB per CPU-second over real templates, pages and posts: of each stage of a check, and of whole checks by format.
//! `cargo bench` prints the tables; nothing asserts on them.
//!
//! The material is `../shared/corpus` where a checkout has it, else `fixtures/`.
#![expect(clippy::print_stdout, reason = "a bench prints")]
#![expect(clippy::disallowed_methods, reason = "a bench reads its material and measures time")]

mod campaigns;
mod formats;
mod material;
mod rounds;
mod stages;

fn main() {
    let files = material::files();
    stages::measure(&files);
    stages::measure_facts(&files);
    formats::measure(&files);
    campaigns::measure();
}
