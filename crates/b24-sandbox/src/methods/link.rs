//! The methods for links: one handler each, for whichever side owns the links.

mod family;
mod fields;
mod items;
mod one;

pub(crate) use family::{OF_COMPANY, OF_CONTACT};
pub(crate) use fields::fields;
pub(crate) use items::{items_delete, items_get, items_set};
pub(crate) use one::{add, delete};

use serde_json::Value;

use super::value;
use crate::store::link::{NewLink, Side};

/// The link that an entry asks for, if it names a record.
fn wanted(side: Side, entry: &Value) -> Option<NewLink> {
    Some(NewLink {
        linked: value::id(entry.get(side.linked_name()))?,
        sort: entry.get("SORT").and_then(value::sort),
        primary: entry.get("IS_PRIMARY").is_some_and(value::flag),
    })
}

#[cfg(test)]
mod tests;
