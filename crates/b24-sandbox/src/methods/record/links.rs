//! Links that are written as fields of a record.

use std::collections::HashSet;

use b24_contract::Entity;
use serde_json::{Map, Value};

use super::value;
use crate::dispatch::{Failure, Task};
use crate::store::link::{self, NewLink, Side};

/// Writes the links that `fields` asks for: `CONTACT_ID` of a company and `COMPANY_IDS` of a contact replace all links, and
/// the first one of the list is primary; a lone `COMPANY_ID` becomes the contact's main company beside the others.
pub(super) fn write(task: &Task<'_>, kind: Entity, id: i64, fields: &Map<String, Value>) -> Result<(), Failure> {
    let side = Side::of(kind);
    let (all, main) = match kind {
        Entity::Company => (linked(fields, "CONTACT_ID"), None),
        Entity::Contact => (linked(fields, "COMPANY_IDS"), value::id(fields.get("COMPANY_ID"))),
    };
    match (all, main) {
        (Some(all), main) => {
            let all = if all.is_empty() { main.into_iter().collect() } else { all };
            let wanted = |(index, linked)| NewLink { linked, sort: None, primary: index == 0 };
            let links: Vec<NewLink> = all.into_iter().enumerate().map(wanted).collect();
            link::set(task.data, side, id, &links)?;
        }
        (None, Some(main)) => link::lead(task.data, side, id, main)?,
        (None, None) => {}
    }
    Ok(())
}

/// The ids in a list of linked records, each one once; nothing when there is no list.
fn linked(fields: &Map<String, Value>, name: &str) -> Option<Vec<i64>> {
    let list = fields.get(name).filter(|given| !given.is_null())?;
    let mut seen = HashSet::new();
    let ids = value::entries(list).into_iter().filter_map(|entry| value::id(Some(entry)));
    Some(ids.filter(|id| seen.insert(*id)).collect())
}
