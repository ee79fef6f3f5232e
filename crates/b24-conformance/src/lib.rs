#![doc = include_str!("../README.md")]

mod case;
mod cases;
mod coverage;
mod error;
mod event;
mod evidence;
mod json;
mod nearest;
mod options;
mod outcome;
mod plan;
mod random;
mod records;
pub mod report;
mod rule;
mod run;
mod scope;
mod target;
mod variable;
mod verdict;
mod wire;

pub use case::Case;
pub use error::Error;
pub use event::{CaseFinished, Created, Event, Evidence, ExchangeRef, Recorded, Started, Summary};
pub use nearest::nearest;
pub use options::Options;
pub use outcome::{Counts, Outcome};
pub use plan::{cases_of, plan};
pub use run::run;
pub use target::{Need, Oauth, Target, Webhook};
pub use verdict::{Meaning, Verdict};
pub use wire::curl;
