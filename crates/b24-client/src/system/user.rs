//! The user behind a credential, as far as its scope lets it be known.

use serde_json::{Map, Value};

use crate::UserId;
use crate::php_array::{Each, PhpArray};
use crate::record::record;
use crate::wire::{Integer, Plain, Quoted, YesNo};

/// The current user. Which members there are depends on the scope.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CurrentUser {
    /// The user.
    pub(crate) id: UserId,
    /// Whether the user may sign in.
    pub(crate) is_active: Option<bool>,
    /// First name.
    pub(crate) name: Option<String>,
    /// Last name.
    pub(crate) last_name: Option<String>,
    /// E-mail address.
    pub(crate) email: Option<String>,
    /// When the user signed in last, ISO 8601 with an offset, or nothing.
    pub(crate) last_login: Option<String>,
    /// When the user was made, ISO 8601 with an offset.
    pub(crate) date_register: Option<String>,
    /// Whether the user is there now.
    pub(crate) is_online: Option<bool>,
    /// When the user last did something, `YYYY-MM-DD hh:mm:ss`.
    pub(crate) last_activity_date: Option<String>,
    /// `M`, `F` or nothing.
    pub(crate) gender: Option<String>,
    /// Birthday, or nothing.
    pub(crate) birthday: Option<String>,
    /// Position in the firm.
    pub(crate) position: Option<String>,
    /// First day of work, or nothing.
    pub(crate) employment_date: Option<String>,
    /// The user's departments.
    pub(crate) departments: Option<PhpArray<i64>>,
    /// Members that the contract does not know.
    pub(crate) extra: Map<String, Value>,
}

record! {
    CurrentUser is "a user";
    required: id = "ID" as Quoted;
    optional:
        is_active = "ACTIVE" as Plain,
        name = "NAME" as Plain,
        last_name = "LAST_NAME" as Plain,
        email = "EMAIL" as Plain,
        last_login = "LAST_LOGIN" as Plain,
        date_register = "DATE_REGISTER" as Plain,
        is_online = "IS_ONLINE" as YesNo,
        last_activity_date = "LAST_ACTIVITY_DATE" as Plain,
        gender = "PERSONAL_GENDER" as Plain,
        birthday = "PERSONAL_BIRTHDAY" as Plain,
        position = "WORK_POSITION" as Plain,
        employment_date = "UF_EMPLOYMENT_DATE" as Plain,
        departments = "UF_DEPARTMENT" as Each<Integer>;
}
