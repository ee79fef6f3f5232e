#![doc = include_str!("../README.md")]

mod address;
mod binding;
mod builder;
mod company;
mod credential;
mod envelope;
mod error;
mod exec;
mod generated;
mod id;
mod portal;
mod record;
mod redact;
mod reply;
mod round_trip;
mod time;
mod tls;
mod transport;
mod wire;

pub use b24_contract::{ErrorClause, ErrorCode, Retry, Secret};
pub use binding::ContactBinding;
pub use builder::PortalBuilder;
pub use company::{Company, CompanyContacts};
pub use envelope::{Answer, ErrorEnvelope};
pub use error::{Error, Received, Refusal, Undecodable};
pub use id::{CompanyId, ContactId};
pub use portal::Portal;
pub use round_trip::round_trip;
pub use time::Time;
pub use tls::install_crypto_provider;
