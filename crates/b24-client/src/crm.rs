//! Companies and contacts: records as they are read, and their fields as they are written.

mod collection;
mod company;
mod contact;
mod fields;
mod record;
mod request;

pub use collection::{Companies, Contacts};
pub use company::{CompanyFields, CompanyRecord};
pub use contact::{ContactFields, ContactRecord};
pub use request::{CreateCompany, CreateContact, UpdateCompany, UpdateContact};
