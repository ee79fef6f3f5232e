#![doc = include_str!("../README.md")]

mod address;
mod binding;
mod builder;
mod company;
mod contact;
mod credential;
mod crm;
mod done;
mod envelope;
mod error;
mod exec;
mod fields;
mod filter;
mod generated;
mod id;
mod link;
mod links;
mod list;
mod multifield;
mod operation;
mod php_array;
mod portal;
mod record;
mod redact;
mod reply;
mod round_trip;
mod system;
mod time;
mod tls;
mod transport;
mod wire;

pub use b24_contract::{ErrorClause, ErrorCode, Retry, Secret};
pub use binding::{CompanyBinding, ContactBinding};
pub use builder::PortalBuilder;
pub use company::Company;
pub use contact::Contact;
pub use crm::{
    Companies, CompanyFields, CompanyRecord, ContactFields, ContactRecord, Contacts, CreateCompany, CreateContact,
    UpdateCompany, UpdateContact,
};
pub use envelope::{Answer, ErrorEnvelope};
pub use error::{Error, Received, Refusal, Undecodable};
pub use fields::{FieldDescription, Fields};
pub use filter::{Filter, FilterValue};
pub use id::{CompanyId, ContactId, LeadId, MultifieldId, UserId};
pub use link::{CompanyLink, ContactLink};
pub use links::{CompanyContacts, ContactCompanies};
pub use list::{List, Page, RecordStream};
pub use multifield::{Multifield, MultifieldChange};
pub use portal::Portal;
pub use round_trip::round_trip;
pub use time::Time;
pub use tls::install_crypto_provider;
