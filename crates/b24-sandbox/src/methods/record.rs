//! What adding a company and adding a contact have in common.

use b24_contract::{Entity, ErrorClause};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::{multifield, value};
use crate::dispatch::{Failure, Task};
use crate::store::entity::{self, NewEntity};
use crate::store::multifield::{self as stored, Multifield};

/// Fields that only an import may set.
const IMPORTED: [&str; 4] = ["DATE_CREATE", "DATE_MODIFY", "CREATED_BY_ID", "MODIFY_BY_ID"];
/// Fields that both kinds have, besides those of [`Kind`].
const COMMON: &[&str] = &[
    "COMMENTS",
    "ASSIGNED_BY_ID",
    "ORIGINATOR_ID",
    "ORIGIN_ID",
    "ORIGIN_VERSION",
    "UTM_SOURCE",
    "UTM_MEDIUM",
    "UTM_CAMPAIGN",
    "UTM_CONTENT",
    "UTM_TERM",
    "ADDRESS",
    "ADDRESS_2",
    "ADDRESS_CITY",
    "ADDRESS_POSTAL_CODE",
    "ADDRESS_REGION",
    "ADDRESS_PROVINCE",
    "ADDRESS_COUNTRY",
    "ADDRESS_COUNTRY_CODE",
    "ADDRESS_LOC_ADDR_ID",
];

/// A kind of record: its fields, and the errors of adding one.
pub(super) struct Kind {
    /// What it is.
    pub(super) entity: Entity,
    /// Fields that are stored as text.
    pub(super) fields: &'static [&'static str],
    /// Yes/no fields.
    pub(super) flags: &'static [&'static str],
    /// Values of fields that are not given.
    pub(super) defaults: &'static [(&'static str, &'static str)],
    /// `fields` is no object.
    pub(super) fields_not_array: &'static ErrorClause,
    /// `params` is no object.
    pub(super) params_not_array: &'static ErrorClause,
    /// The user may not add such records.
    pub(super) access_denied: &'static ErrorClause,
    /// An e-mail address is not valid.
    pub(super) email_invalid: &'static ErrorClause,
}

/// A record that may be added.
pub(super) struct NewRecord {
    /// All members of `fields`, unknown ones too.
    pub(super) given: Map<String, Value>,
    entity: NewEntity,
    multifields: Vec<Multifield>,
}

impl NewRecord {
    /// Reads the parameters of a call: their shape first, then the user's rights, then the values.
    pub(super) fn read(task: &Task<'_>, kind: &Kind) -> Result<Self, Failure> {
        let given = value::members(task.call.param("fields")).ok_or(kind.fields_not_array)?;
        let params = match task.call.param("params") {
            None | Some(Value::Null) => Map::new(),
            given => value::members(given).ok_or(kind.params_not_array)?,
        };
        task.permit(kind.access_denied)?;
        let multifields = multifield::entries(&given).ok_or(kind.email_invalid)?;
        let mut entity = blank(task, kind);
        for (name, value) in &given {
            if let Some(stored) = kind.stored(name, value) {
                entity.fields.insert(name.clone(), stored);
            }
        }
        if params.get("IMPORT").is_some_and(value::flag) {
            import(&mut entity, &given);
        }
        Ok(Self { given, entity, multifields })
    }

    /// Stores the record and returns its id.
    pub(super) fn store(&self, task: &Task<'_>) -> Result<i64, Failure> {
        let id = entity::insert(task.data, &self.entity)?;
        for entry in &self.multifields {
            stored::insert(task.data, id, entry)?;
        }
        Ok(id)
    }
}

impl Kind {
    /// What is stored of a member of `fields`; nothing of one that the kind does not have.
    fn stored(&self, name: &str, value: &Value) -> Option<Value> {
        if self.flags.contains(&name) {
            return Some(Value::from(if value::flag(value) { "Y" } else { "N" }));
        }
        if name == "ASSIGNED_BY_ID" {
            return value::id(Some(value)).map(|user| Value::from(user.to_string()));
        }
        if name.starts_with("UF_") && !value.is_null() {
            return Some(value.clone());
        }
        let known = self.fields.contains(&name) || COMMON.contains(&name) || name.starts_with("PARENT_ID_");
        value::text(value).filter(|_| known).map(Value::from)
    }
}

/// A record of which nothing was given.
fn blank(task: &Task<'_>, kind: &Kind) -> NewEntity {
    let user = task.call.caller.user.id;
    let now = task.now.whole_seconds();
    let by = i64::try_from(user).unwrap_or(i64::MAX);
    let mut fields: Map<String, Value> =
        kind.defaults.iter().map(|(name, default)| ((*name).to_owned(), Value::from(*default))).collect();
    fields.insert("ASSIGNED_BY_ID".to_owned(), Value::from(user.to_string()));
    NewEntity {
        id: None,
        kind: kind.entity,
        created_at: now,
        created_by: by,
        modified_at: now,
        modified_by: by,
        fields,
    }
}

/// Takes over what only an import may set, where it can be read.
fn import(entity: &mut NewEntity, given: &Map<String, Value>) {
    let [created_at, modified_at, created_by, modified_by] = IMPORTED.map(|name| given.get(name));
    entity.created_at = created_at.and_then(moment).unwrap_or(entity.created_at);
    entity.modified_at = modified_at.and_then(moment).unwrap_or(entity.modified_at);
    entity.created_by = value::id(created_by).unwrap_or(entity.created_by);
    entity.modified_by = value::id(modified_by).unwrap_or(entity.modified_by);
}

/// Unix seconds of an ISO 8601 date; without an offset it is UTC.
fn moment(value: &Value) -> Option<i64> {
    let text = value.as_str()?.trim();
    let timestamp = text.parse::<Timestamp>().or_else(|_| {
        text.parse::<DateTime>().and_then(|civil| civil.to_zoned(TimeZone::UTC)).map(|zoned| zoned.timestamp())
    });
    timestamp.ok().map(Timestamp::as_second).filter(|second| *second >= 0)
}
