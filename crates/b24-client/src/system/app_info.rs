//! The application behind an access token, and the portal's plan.

use serde_json::{Map, Value};

use crate::record::{Nulls, record};
use crate::wire::{Integer, Nullable, Plain, YesNo};

/// The application and the plan. Through a webhook only the plan and the scopes are told.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AppInfo {
    /// The application in this portal.
    pub(crate) id: Option<i64>,
    /// Code of the application.
    pub(crate) code: Option<String>,
    /// Version that is installed.
    pub(crate) version: Option<i64>,
    /// `F` free, `D` demo, `T` trial, `P` paid, `L` local.
    pub(crate) status: Option<String>,
    /// Whether installing is finished.
    pub(crate) is_installed: Option<bool>,
    /// Whether the paid or trial period is over.
    pub(crate) is_payment_expired: Option<bool>,
    /// Days until the paid or trial period ends, negative once it is over.
    pub(crate) days: Option<i64>,
    /// Language of the portal.
    pub(crate) language: Option<String>,
    /// Plan with its region.
    pub(crate) licence: String,
    /// Plan without the region.
    pub(crate) licence_type: Option<String>,
    /// Family of the plan.
    pub(crate) licence_family: Option<String>,
    /// Scopes of the credential.
    pub(crate) scope: Option<Vec<String>>,
    /// Members that the contract does not know.
    pub(crate) extra: Map<String, Value>,
    nulls: Nulls,
}

record! {
    AppInfo is "an application";
    required: licence = "LICENSE" as Plain;
    optional:
        id = "ID" as Integer,
        code = "CODE" as Plain,
        version = "VERSION" as Integer,
        status = "STATUS" as Plain,
        is_installed = "INSTALLED" as Plain,
        is_payment_expired = "PAYMENT_EXPIRED" as YesNo,
        language = "LANGUAGE_ID" as Plain,
        licence_type = "LICENSE_TYPE" as Plain,
        licence_family = "LICENSE_FAMILY" as Plain,
        scope = "SCOPE" as Plain;
    nullable in nulls: days = "DAYS" as Nullable<Integer>;
}
