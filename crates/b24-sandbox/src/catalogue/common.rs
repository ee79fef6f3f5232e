//! Fields that companies and contacts have in common.

use super::field::{Column, Field, Place, Type};

/// The record's id.
pub(super) const ID: Field = Field::column("ID", "ID", Type::Integer, Column::Id);
/// The lead that the record came from.
pub(super) const LEAD: Field = Field::new("LEAD_ID", "Lead", Type::Lead).read_only();
/// Whether everybody may see the record.
pub(super) const OPENED: Field = Field::new("OPENED", "Available to everyone", Type::Char).or("Y");
/// Remarks.
pub(super) const COMMENTS: Field = Field::text("COMMENTS", "Comment");
/// The responsible user.
pub(crate) const ASSIGNED_BY: Field = Field::new("ASSIGNED_BY_ID", "Responsible person", Type::User);
/// Who made the record.
pub(super) const CREATED_BY: Field = Field::column("CREATED_BY_ID", "Created by", Type::User, Column::CreatedBy);
/// Who changed the record last.
pub(super) const MODIFIED_BY: Field = Field::column("MODIFY_BY_ID", "Modified by", Type::User, Column::ModifiedBy);
/// When the record was made.
pub(super) const CREATED_AT: Field = Field::column("DATE_CREATE", "Created on", Type::DateTime, Column::CreatedAt);
/// When the record was changed last.
pub(super) const MODIFIED_AT: Field = Field::column("DATE_MODIFY", "Modified on", Type::DateTime, Column::ModifiedAt);
/// Who was active in the record's timeline last.
pub(super) const LAST_ACTIVITY_BY: Field = Field::new("LAST_ACTIVITY_BY", "Last timeline activity by", Type::User);
/// When somebody was active in the record's timeline last.
pub(super) const LAST_ACTIVITY_TIME: Field = Field::new("LAST_ACTIVITY_TIME", "Last activity", Type::DateTime);

/// Which multifields the record has entries of.
pub(super) const HAS: [Field; 3] = [
    Field::has("HAS_PHONE", "Has phone", "PHONE", &[]),
    Field::has("HAS_EMAIL", "Has email", "EMAIL", &[]),
    Field::has("HAS_IMOL", "Has open channel", "IM", &["IMOL", "OPENLINE"]),
];

/// The external system that the record came from.
pub(super) const ORIGIN: [Field; 3] = [
    Field::text("ORIGINATOR_ID", "External source"),
    Field::text("ORIGIN_ID", "Item ID in data source"),
    Field::text("ORIGIN_VERSION", "Original version"),
];

/// The address.
pub(super) const ADDRESS: [Field; 9] = [
    Field::text("ADDRESS", "Address"),
    Field::text("ADDRESS_2", "Address (line 2)"),
    Field::text("ADDRESS_CITY", "City"),
    Field::text("ADDRESS_POSTAL_CODE", "Zip"),
    Field::text("ADDRESS_REGION", "Region"),
    Field::text("ADDRESS_PROVINCE", "State / Province"),
    Field::text("ADDRESS_COUNTRY", "Country"),
    Field::text("ADDRESS_COUNTRY_CODE", "Country code"),
    Field::new("ADDRESS_LOC_ADDR_ID", "Location address ID", Type::Integer),
];

/// What advertisement brought the record.
pub(super) const UTM: [Field; 5] = [
    Field::text("UTM_SOURCE", "Ad system"),
    Field::text("UTM_MEDIUM", "Medium"),
    Field::text("UTM_CAMPAIGN", "Ad campaign UTM"),
    Field::text("UTM_CONTENT", "Campaign contents"),
    Field::text("UTM_TERM", "Campaign search term"),
];

/// Telephone numbers, addresses and the like.
pub(super) const MULTIFIELDS: [Field; 5] = [
    entries("PHONE", "Phone"),
    entries("EMAIL", "E-mail"),
    entries("WEB", "Website"),
    entries("IM", "Messenger"),
    entries("LINK", "Link"),
];

const fn entries(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Type::Multifield).at(Place::Entries)
}
