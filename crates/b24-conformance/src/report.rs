//! What becomes of events: pure views, written by whoever called.

mod terminal;

pub use terminal::Terminal;
