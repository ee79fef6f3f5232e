//! The fields of companies.

use super::common::*;
use super::field::{Field, Place, Type};
use crate::store::link::Side;

/// The fields of companies.
pub(super) static COMPANY: [&[Field]; 9] =
    [&NAME, &HAS, &DETAILS, &ORIGIN, &ADDRESS, &REGISTERED_ADDRESS, &UTM, &ACTIVITY, &MULTIFIELDS];

const NAME: [Field; 5] = [
    ID,
    Field::new("COMPANY_TYPE", "Company type", Type::Status("COMPANY_TYPE")).or("CUSTOMER"),
    Field::text("TITLE", "Company name").required(),
    Field::new("LOGO", "Logo", Type::File),
    LEAD,
];

const DETAILS: [Field; 14] = [
    ASSIGNED_BY,
    CREATED_BY,
    MODIFIED_BY,
    Field::text("BANKING_DETAILS", "Bank details"),
    Field::new("INDUSTRY", "Industry", Type::Status("INDUSTRY")).or("IT"),
    Field::new("REVENUE", "Annual revenue", Type::Double),
    Field::new("CURRENCY_ID", "Currency", Type::Currency),
    Field::new("EMPLOYEES", "Employees", Type::Status("EMPLOYEES")).or("EMPLOYEES_1"),
    COMMENTS,
    CREATED_AT,
    MODIFIED_AT,
    OPENED,
    Field::new("IS_MY_COMPANY", "My company", Type::Char).or("N"),
    Field::new("CONTACT_ID", "Contacts", Type::Contact).at(Place::Links(Side::Company)),
];

const REGISTERED_ADDRESS: [Field; 10] = [
    Field::text("ADDRESS_LEGAL", "Legal address"),
    Field::text("REG_ADDRESS", "Registered address"),
    Field::text("REG_ADDRESS_2", "Registered address (line 2)"),
    Field::text("REG_ADDRESS_CITY", "Registered address: city"),
    Field::text("REG_ADDRESS_POSTAL_CODE", "Registered address: zip"),
    Field::text("REG_ADDRESS_REGION", "Registered address: region"),
    Field::text("REG_ADDRESS_PROVINCE", "Registered address: state / province"),
    Field::text("REG_ADDRESS_COUNTRY", "Registered address: country"),
    Field::text("REG_ADDRESS_COUNTRY_CODE", "Registered address: country code"),
    Field::new("REG_ADDRESS_LOC_ADDR_ID", "Registered address: location address ID", Type::Integer),
];

const ACTIVITY: [Field; 3] = [
    LAST_ACTIVITY_BY,
    LAST_ACTIVITY_TIME,
    Field::text("LAST_COMMUNICATION_TIME", "Last communication").read_only().undescribed(),
];
