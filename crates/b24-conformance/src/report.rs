//! What becomes of events: pure views of a run. Whoever calls writes them somewhere.
//!
//! [`Terminal`] takes events as they happen; [`junit`] and [`html`] want the whole [`Run`]. [`run_file`] is the run as it is
//! kept: every other report is made from it, at once or later.

mod html;
mod junit;
mod run;
pub mod run_file;
mod terminal;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use html::html;
pub use junit::junit;
pub use run::Run;
pub use terminal::Terminal;
