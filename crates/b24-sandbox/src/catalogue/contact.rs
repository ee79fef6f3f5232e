//! The fields of contacts.

use super::common::*;
use super::field::{Field, Place, Type};
use crate::store::link::Side;

/// The fields of contacts.
pub(super) static CONTACT: [&[Field]; 9] =
    [&PERSON, &HAS, &DATES, &ORIGIN, &ACTIVITY, &ADDRESS, &UTM, &LAST, &MULTIFIELDS];

const PERSON: [Field; 16] = [
    ID,
    Field::text("POST", "Position"),
    COMMENTS,
    Field::new("HONORIFIC", "Salutation", Type::Status("HONORIFIC")).or("HNR_EN_1"),
    Field::text("NAME", "First name").required(),
    Field::text("SECOND_NAME", "Second name").required(),
    Field::text("LAST_NAME", "Last name").required(),
    Field::new("PHOTO", "Photo", Type::File),
    LEAD,
    Field::new("TYPE_ID", "Contact type", Type::Status("CONTACT_TYPE")).or("CLIENT"),
    Field::new("SOURCE_ID", "Source", Type::Status("SOURCE")).or("CALL"),
    Field::text("SOURCE_DESCRIPTION", "Source details"),
    Field::new("COMPANY_ID", "Company", Type::Company).at(Place::MainCompany).deprecated(),
    Field::new("COMPANY_IDS", "Companies", Type::Company).at(Place::Links(Side::Contact)),
    Field::new("BIRTHDATE", "Date of birth", Type::Date),
    Field::new("EXPORT", "Include in export", Type::Char).or("Y"),
];

const DATES: [Field; 6] = [CREATED_AT, MODIFIED_AT, ASSIGNED_BY, CREATED_BY, MODIFIED_BY, OPENED];

const ACTIVITY: [Field; 2] =
    [Field::new("FACE_ID", "Linked to faces from the face tracker", Type::Integer), LAST_ACTIVITY_TIME.read_only()];

const LAST: [Field; 1] = [LAST_ACTIVITY_BY.read_only()];
