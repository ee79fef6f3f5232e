//! The executable contract of Bitrix24's company–contact links, as data.
#![cfg_attr(feature = "judge", doc = "")]
#![cfg_attr(feature = "judge", doc = include_str!("../README.md"))]

pub mod batch;
mod clause;
mod coerce;
mod component;
#[cfg(feature = "decode")]
pub mod decode;
mod document;
pub mod documented;
mod error_clause;
mod error_code;
mod exchange;
pub mod generated;
#[cfg(feature = "judge")]
pub mod judge;
mod location;
mod method;
#[cfg(feature = "judge")]
pub mod mutate;
pub mod php;
#[cfg(feature = "judge")]
mod place;
mod provenance;
#[cfg(feature = "judge")]
pub mod reach;
mod route;
pub mod rule;
mod secret;
mod source;
mod statement;

pub use clause::ClauseId;
pub use coerce::{fold_names, integer, normalise};
pub use document::{Contract, ErrorEntry, Example, ExampleKind, contract, openapi_json};
pub use error_clause::{ErrorAnswer, ErrorClause, Retry};
pub use error_code::ErrorCode;
pub use exchange::{AnswerBody, Encoding, Exchange, RawExchange, mask_secrets};
pub use generated::method::Method;
pub use method::{Effect, Entity, Idempotent, MethodRow, Parameter, Permission, Right, Shape};
pub use route::{Format, Route};
pub use secret::{MASK, Secret};
pub use source::Source;
