//! A record as `get` and `list` answer with it.

use std::collections::HashMap;

use rusqlite::{Connection, Result};
use serde_json::{Map, Value, json};

use super::select::Selection;
use crate::catalogue::{Catalogue, Field, Place, Type};
use crate::methods::date;
use crate::store::entity::Stored;
use crate::store::link;
use crate::store::multifield::{self, Stored as Entry};

/// What answers hold that is not stored with the records, read at once for all records of an answer.
pub(super) struct Related<'a> {
    catalogue: Catalogue<'a>,
    entries: HashMap<i64, Vec<Entry>>,
    main_companies: HashMap<i64, i64>,
}

impl<'a> Related<'a> {
    /// Reads what the selection needs of some records.
    pub(super) fn of(
        connection: &Connection,
        catalogue: Catalogue<'a>,
        records: &[Stored],
        selection: &Selection,
    ) -> Result<Self> {
        let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
        let wanted = |is_there: fn(Place) -> bool| {
            !ids.is_empty() && catalogue.fields().any(|field| is_there(field.place) && selection.includes(field))
        };
        let has_entries = wanted(|place| matches!(place, Place::Entries | Place::HasEntry { .. }));
        let has_company = wanted(|place| place == Place::MainCompany);
        Ok(Self {
            catalogue,
            entries: if has_entries { multifield::of(connection, &ids)? } else { HashMap::new() },
            main_companies: if has_company { link::main_companies(connection, &ids)? } else { HashMap::new() },
        })
    }

    /// The answer's object for a record.
    pub(super) fn answer(&self, record: &Stored, selection: &Selection) -> Value {
        let (multiple, single): (Vec<_>, Vec<_>) =
            self.catalogue.fields().filter(|field| selection.includes(field)).partition(|field| field.is_multiple());
        let mut answer = Map::new();
        for field in single {
            answer.insert(field.name.to_owned(), self.value(record, field));
        }
        let parents = record.fields.iter().filter(|(name, _)| name.starts_with("PARENT_ID_"));
        for (name, value) in parents.filter(|(name, _)| selection.includes_parent(name)) {
            answer.insert(name.clone(), value.clone());
        }
        for field in self.catalogue.custom().filter(|field| selection.includes_custom(field)) {
            answer.insert(field.name.clone(), field.answered(record.fields.get(&field.name)));
        }
        for field in multiple {
            let entries: Vec<Value> = self.entries(record, field.name).map(entry).collect();
            if !entries.is_empty() {
                answer.insert(field.name.to_owned(), Value::from(entries));
            }
        }
        Value::Object(answer)
    }

    /// The value of a field that has one.
    fn value(&self, record: &Stored, field: &Field) -> Value {
        match field.place {
            Place::Column(column) => {
                let number = record.column(column);
                Value::from(if field.of_type == Type::DateTime { date::iso(number) } else { number.to_string() })
            }
            Place::HasEntry { of, kinds } => {
                let counts = |entry: &Entry| kinds.is_empty() || kinds.contains(&&*entry.entry.value_type);
                Value::from(if self.entries(record, of).any(counts) { "Y" } else { "N" })
            }
            Place::MainCompany => self.main_companies.get(&record.id).map(i64::to_string).into(),
            Place::Stored | Place::Links(_) | Place::Entries => {
                record.fields.get(field.name).cloned().unwrap_or_default()
            }
        }
    }

    fn entries<'b>(&'b self, record: &Stored, name: &'b str) -> impl Iterator<Item = &'b Entry> {
        let all = self.entries.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(move |entry| entry.entry.type_id == name)
    }
}

fn entry(Entry { id, entry }: &Entry) -> Value {
    json!({ "ID": id.to_string(), "VALUE_TYPE": entry.value_type, "VALUE": entry.value, "TYPE_ID": entry.type_id })
}
