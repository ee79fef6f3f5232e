//! A field's value in SQL, and what a given value must become to be compared with it.

use b24_contract::integer;
use rusqlite::types::Value as Bound;
use serde_json::Value;

use super::sql::Sql;
use crate::catalogue::{Column, Field, Member, Place, Type};
use crate::config::{CustomField, CustomFieldType};
use crate::methods::{date, value};
use crate::store::link;

/// A field that has one value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expression<'a> {
    source: Source<'a>,
    compared: Compared,
}

/// Where the value is.
#[derive(Debug, Clone, PartialEq)]
enum Source<'a> {
    Column(Column),
    /// A member of the stored object under a name of the catalogue.
    System(&'static str),
    /// A member of the stored object under a name that came with the call.
    Named(&'a str),
    HasEntry {
        of: &'static str,
        kinds: &'static [&'static str],
    },
    MainCompany,
    /// One entry of a list.
    Entry,
}

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compared {
    /// As whole numbers.
    Integers,
    /// As numbers.
    Numbers,
    /// As Unix seconds.
    Seconds,
    /// As ISO 8601 texts of moments.
    Moments,
    /// As ISO 8601 texts of days.
    Days,
    /// As `Y` and `N`.
    Flags,
    /// As `1` and `0`.
    Switches,
    /// As texts, without regard to the case of the letters A to Z.
    Texts,
}

impl<'a> Expression<'a> {
    /// The value of a field; nothing for fields that have several.
    pub(super) fn of(member: &'a Member<'_>) -> Option<Self> {
        let (source, compared) = match member {
            Member::System(field) => (Source::of(field)?, Compared::as_type(field)),
            Member::Custom(field) if field.multiple => return None,
            Member::Custom(field) => (Source::Named(&field.name), Compared::as_custom(field.of_type)),
            Member::Parent(name) => (Source::Named(name), Compared::Integers),
        };
        Some(Self { source, compared })
    }

    /// One entry of a custom field that has several.
    pub(super) fn of_entry(field: &CustomField) -> Self {
        Self { source: Source::Entry, compared: Compared::as_custom(field.of_type) }
    }

    /// The value in the form in which it is compared and sorted.
    pub(super) fn sql(&self) -> Sql {
        let mut sql = Sql::default();
        let is_stored = matches!(self.source, Source::System(_) | Source::Named(_) | Source::Entry);
        match self.compared {
            Compared::Integers if is_stored => sql.push("CAST(").append(self.source.sql()).push(" AS INTEGER)"),
            Compared::Numbers => sql.push("CAST(").append(self.source.sql()).push(" AS REAL)"),
            Compared::Texts => sql.append(self.source.sql()).push(" COLLATE NOCASE"),
            _ => sql.append(self.source.sql()),
        };
        sql
    }

    /// The value as it stands in an answer.
    pub(super) fn answered(&self) -> Sql {
        match (&self.source, self.compared) {
            (Source::Column(column), Compared::Seconds) => {
                Sql::from(&format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {}, 'unixepoch')", column.name()))
            }
            (source, _) => source.sql(),
        }
    }

    /// A given value in the form in which it is compared; null, which nothing compares with, when it has none.
    pub(super) fn operand(&self, given: &Value) -> Value {
        match self.compared {
            Compared::Integers => integer(given).map(Value::from),
            Compared::Numbers => value::number(given).map(Value::from),
            Compared::Seconds => date::moment(given).map(Value::from),
            Compared::Moments => date::moment(given).map(date::iso).map(Value::from),
            Compared::Days => date::day(given).map(Value::from),
            Compared::Flags => told(given).map(|yes| Value::from(if yes { "Y" } else { "N" })),
            Compared::Switches => told(given).map(|yes| Value::from(if yes { "1" } else { "0" })),
            Compared::Texts => value::text(given).map(Value::from),
        }
        .unwrap_or_default()
    }

    /// SQL of an operand.
    pub(super) fn bind(&self, operand: &Value) -> Sql {
        let mut sql = Sql::default();
        match self.compared {
            // Both sides become numbers in the same way.
            Compared::Numbers => sql.push("CAST(").bind(bound(operand)).push(" AS REAL)"),
            _ => sql.bind(bound(operand)),
        };
        sql
    }

    /// SQL of a list of operands.
    pub(super) fn bind_all(&self, operands: Vec<Value>) -> Sql {
        let value = if self.compared == Compared::Numbers { "CAST(value AS REAL)" } else { "value" };
        let mut sql = Sql::from(&format!("(SELECT {value} FROM json_each("));
        sql.bind(Value::from(operands).to_string()).push("))");
        sql
    }
}

impl Source<'_> {
    fn of(field: &'static Field) -> Option<Self> {
        Some(match field.place {
            Place::Column(column) => Source::Column(column),
            Place::Stored => Source::System(field.name),
            Place::HasEntry { of, kinds } => Source::HasEntry { of, kinds },
            Place::MainCompany => Source::MainCompany,
            Place::Links(_) | Place::Entries => return None,
        })
    }

    /// The value as it is stored.
    fn sql(&self) -> Sql {
        match self {
            Source::Column(column) => Sql::from(column.name()),
            Source::System(name) => Sql::from(&format!("json_extract(fields, '$.{name}')")),
            Source::Named(name) => {
                let mut sql = Sql::from("json_extract(fields, ");
                sql.bind(path(name)).push(")");
                sql
            }
            Source::HasEntry { of, kinds } => {
                let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{kind}'")).collect();
                let narrowed =
                    if kinds.is_empty() { String::new() } else { format!(" AND value_type IN ({})", kinds.join(", ")) };
                let entries =
                    format!("SELECT 1 FROM multifield WHERE entity_id = entity.id AND type_id = '{of}'{narrowed}");
                Sql::from(&format!("iif(EXISTS ({entries}), 'Y', 'N')"))
            }
            Source::MainCompany => Sql::from(&link::main_company("entity.id")),
            Source::Entry => Sql::from("entry.value"),
        }
    }
}

impl Compared {
    fn as_type(field: &Field) -> Self {
        match (field.of_type, field.place) {
            (Type::DateTime, Place::Column(_)) => Compared::Seconds,
            (Type::DateTime, _) => Compared::Moments,
            (Type::Date, _) => Compared::Days,
            (Type::Double, _) => Compared::Numbers,
            (Type::Char, _) => Compared::Flags,
            (Type::Integer | Type::User | Type::Company | Type::Contact | Type::Lead, _) => Compared::Integers,
            (Type::Text | Type::Status(_) | Type::Currency | Type::File | Type::Multifield, _) => Compared::Texts,
        }
    }

    fn as_custom(of_type: CustomFieldType) -> Self {
        match of_type {
            CustomFieldType::String => Compared::Texts,
            CustomFieldType::Integer | CustomFieldType::Enumeration => Compared::Integers,
            CustomFieldType::Double => Compared::Numbers,
            CustomFieldType::Boolean => Compared::Switches,
            CustomFieldType::Date => Compared::Days,
            CustomFieldType::Datetime => Compared::Moments,
        }
    }
}

/// Where the stored object has the member of this name.
pub(super) fn path(name: &str) -> String {
    format!("$.\"{name}\"")
}

/// Yes or no, or neither.
fn told(given: &Value) -> Option<bool> {
    let is_no = |text: String| ["N", "0", "FALSE"].iter().any(|no| text.trim().eq_ignore_ascii_case(no));
    if value::flag(given) { Some(true) } else { value::text(given).is_some_and(is_no).then_some(false) }
}

fn bound(operand: &Value) -> Bound {
    match operand {
        Value::Number(number) => number.as_i64().map_or(Bound::Null, Bound::Integer),
        Value::String(text) => Bound::Text(text.clone()),
        _ => Bound::Null,
    }
}
