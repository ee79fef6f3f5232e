//! The application behind access tokens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The application that access tokens belong to, as `app.info` tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Application {
    /// Identifier within the portal, at least 1.
    pub id: u32,
    /// Code.
    pub code: String,
    /// Version that is installed.
    pub version: u32,
    /// How the portal may use it.
    pub status: ApplicationStatus,
    /// Whether installing is finished.
    pub installed: bool,
    /// Days until the paid or trial period ends, negative once it is over; nothing where there is no such period.
    pub days: Option<i32>,
}

/// How a portal may use an application.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationStatus {
    /// Free of charge.
    Free,
    /// As a demonstration.
    Demo,
    /// For a while, to try it.
    Trial,
    /// Paid for.
    Paid,
    /// Made for this portal.
    #[default]
    Local,
}

impl Default for Application {
    fn default() -> Self {
        Self {
            id: 1,
            code: "local.sandbox".to_owned(),
            version: 1,
            status: ApplicationStatus::default(),
            installed: true,
            days: None,
        }
    }
}

impl ApplicationStatus {
    /// The letter that stands for it in answers.
    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::Free => "F",
            Self::Demo => "D",
            Self::Trial => "T",
            Self::Paid => "P",
            Self::Local => "L",
        }
    }
}
