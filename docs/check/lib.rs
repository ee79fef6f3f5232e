//! The book as data: its pages, their headings and links, and the code on them.

mod markdown;
mod pages;
mod snippet;

pub use markdown::{Link, anchors, links};
pub use pages::{Page, pages};
pub use snippet::{Snippet, snippets};
