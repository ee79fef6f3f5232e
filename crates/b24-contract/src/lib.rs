#![doc = include_str!("../README.md")]

mod clause;
mod coerce;
mod document;
mod error_clause;
mod error_code;
mod exchange;
pub mod generated;
#[cfg(feature = "judge")]
pub mod judge;
mod method;
#[cfg(feature = "judge")]
pub mod mutate;
pub mod php;
pub mod rule;
mod secret;
mod source;

pub use clause::ClauseId;
pub use coerce::{fold_names, integer};
pub use document::{Contract, Example, ExampleKind, contract};
pub use error_clause::{ErrorAnswer, ErrorClause, Retry};
pub use error_code::ErrorCode;
pub use exchange::{AnswerBody, Encoding, Exchange, RawExchange};
pub use generated::method::Method;
pub use method::{Effect, Entity, Idempotent, MethodRow, Parameter, Permission, Right, Shape};
pub use secret::Secret;
pub use source::Source;
