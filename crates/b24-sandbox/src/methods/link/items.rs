//! `items.get`, `items.set` and `items.delete`: all links of an owner.

use serde_json::{Value, json};

use super::family::Family;
use crate::dispatch::{Outcome, Task};
use crate::methods::value;
use crate::store::link::{self, Binding, NewLink, Side};

/// All links of the owner; none for an owner that does not exist.
pub(crate) fn items_get(task: &Task<'_>, family: &Family) -> Outcome {
    let owner = family.items_get.owner(task, family.side)?;
    let links = link::list(task.data, family.side, owner)?;
    Ok(links.iter().map(|link| item(family.side, link)).collect())
}

/// Makes the owner's links those of `items`: always `true`. Items that name no record are passed over.
pub(crate) fn items_set(task: &Task<'_>, family: &Family) -> Outcome {
    let items = task.call.param("items").and_then(value::list);
    let (owner, items) = family.items_set.accept(task, family.side, items)?;
    let wanted: Vec<NewLink> = items.into_iter().filter_map(|item| super::wanted(family.side, item)).collect();
    link::set(task.data, family.side, owner, &wanted)?;
    Ok(Value::Bool(true))
}

/// Removes all links of the owner: always `true`, also for an owner that does not exist.
pub(crate) fn items_delete(task: &Task<'_>, family: &Family) -> Outcome {
    let owner = family.items_delete.owner(task, family.side)?;
    link::clear(task.data, family.side, owner)?;
    Ok(Value::Bool(true))
}

fn item(side: Side, link: &Binding) -> Value {
    json!({
        side.linked_name(): link.linked,
        "SORT": link.sort,
        "ROLE_ID": link.role,
        "IS_PRIMARY": if link.primary { "Y" } else { "N" },
    })
}
