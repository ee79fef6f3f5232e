//! A snapshot as a JSON document: what is exported from one sandbox and imported into another.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::check;
use crate::Error;
use crate::clock::Face;

/// Version of the format.
pub(crate) const VERSION: u32 = 1;

/// A snapshot of a portal's data and clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Snapshot")]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    /// Version of the format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub(crate) b24_snapshot: u32,
    /// Seed of the sandbox that it was made in.
    pub(crate) seed: u64,
    /// How the clock went.
    pub(crate) clock: ClockState,
    /// Id of the next company or contact, greater than every id so far.
    #[schemars(range(min = 1))]
    pub(crate) next_id: i64,
    /// Id of the next multifield entry, greater than every such id so far.
    #[schemars(range(min = 1))]
    pub(crate) next_multifield_id: i64,
    /// The companies, by id.
    pub(crate) companies: Vec<Record>,
    /// The contacts, by id.
    pub(crate) contacts: Vec<Record>,
    /// The links, the oldest first.
    pub(crate) links: Vec<Link>,
}

/// How a clock goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ClockState {
    /// It stands still at this moment, as RFC 3339.
    Still(#[schemars(with = "String")] Timestamp),
    /// It is ahead of the system's time by so much, as ISO 8601: `PT1H`, or `-PT1H` behind it.
    Ahead(#[schemars(with = "String")] SignedDuration),
}

/// A company or a contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    /// Its id, unique among companies and contacts.
    #[schemars(range(min = 1))]
    pub(crate) id: i64,
    /// When it was made, as RFC 3339, to the second.
    #[schemars(with = "String")]
    pub(crate) created: Timestamp,
    /// Id of the user who made it.
    pub(crate) created_by: i64,
    /// When it was changed last, as RFC 3339, to the second.
    #[schemars(with = "String")]
    pub(crate) modified: Timestamp,
    /// Id of the user who changed it last.
    pub(crate) modified_by: i64,
    /// All other fields by upper-case name, in the form in which answers give them.
    pub(crate) fields: Map<String, Value>,
    /// Telephone numbers, addresses and the like, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) multifields: Vec<Multifield>,
}

/// A telephone number, an address or the like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Multifield {
    /// Its id, unique among the entries of all records.
    #[schemars(range(min = 1))]
    pub(crate) id: i64,
    /// The field: `PHONE`, `EMAIL`, `WEB`, `IM` or `LINK`.
    #[serde(rename = "type")]
    pub(crate) type_id: String,
    /// Kind of entry, such as `WORK`.
    pub(crate) value_type: String,
    /// The number or address.
    pub(crate) value: String,
}

/// A link between a company and a contact, neither of which must exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    /// Id of the company.
    pub(crate) company: i64,
    /// Id of the contact.
    pub(crate) contact: i64,
    /// Position.
    pub(crate) sort: i32,
    /// Role, 0 unless told otherwise.
    #[serde(default)]
    pub(crate) role: i32,
    /// Whether the link is primary.
    pub(crate) primary: bool,
}

impl Document {
    /// Reads a document; a mistake in its shape is named with its place.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, Error> {
        let mut reader = serde_json::Deserializer::from_slice(json);
        let document = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| Error::Snapshot { path: error.path().to_string(), problem: error.inner().to_string() })?;
        let rest = |error: serde_json::Error| Error::Snapshot { path: ".".to_owned(), problem: error.to_string() };
        reader.end().map_err(rest)?;
        Ok(document)
    }

    /// Reads a file whose document a portal can hold.
    pub(crate) fn read_file(path: &Path) -> Result<Self, Error> {
        let failed = |problem: String| Error::SeedFile { path: path.to_owned(), problem };
        let json = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
        let document = Self::parse(&json).and_then(|document| check::check(&document).map(|()| document));
        document.map_err(|error| failed(error.to_string()))
    }
}

impl From<Face> for ClockState {
    fn from(face: Face) -> Self {
        match face {
            Face::Still(micros) => Self::Still(Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)),
            Face::Running(micros) => Self::Ahead(SignedDuration::from_micros(micros)),
        }
    }
}

impl From<ClockState> for Face {
    fn from(state: ClockState) -> Self {
        match state {
            ClockState::Still(moment) => Self::Still(moment.as_microsecond()),
            ClockState::Ahead(ahead) => {
                let micros = ahead.as_micros();
                Self::Running(i64::try_from(micros).unwrap_or(if micros < 0 { i64::MIN } else { i64::MAX }))
            }
        }
    }
}
