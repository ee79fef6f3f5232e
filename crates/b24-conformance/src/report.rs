//! What becomes of events: pure views of a run. Whoever calls writes them somewhere.
//!
//! [`Terminal`] takes events as they happen; [`junit`] and [`html`] want all of them. [`run_file`] is the run as it is
//! kept: from it every other report can be made again.

mod gathered;
mod html;
mod junit;
pub mod run_file;
mod terminal;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use html::html;
pub use junit::junit;
pub use terminal::Terminal;
