//! `add`: makes a record.

use b24_contract::Entity;
use serde_json::{Map, Value};

use super::{Kind, links, value};
use crate::config::Extent;
use crate::dispatch::{Outcome, Task};
use crate::methods::{date, multifield};
use crate::store::entity::{self, NewEntity};
use crate::store::multifield as stored;

/// The new record's id.
pub(crate) fn add(task: &Task<'_>, kind: &Kind) -> Outcome {
    let given = kind.add.given.read(task)?;
    task.permit(kind.add.access_denied)?;
    let is_import = given.params.get("IMPORT").is_some_and(value::flag);
    let new = new(task, kind, given.fields.clone(), is_import);
    if task.call.extent() == Extent::Own && !is_assigned_to(&new, task.user()) {
        return Err(kind.add.access_denied.into());
    }
    if let Some(missing) = kind.add.name_missing
        && ["NAME", "LAST_NAME"].iter().all(|name| is_empty(&given.fields, name))
    {
        return Err(missing.into());
    }
    let entries = multifield::new(&given.fields).ok_or(kind.add.given.email_invalid)?;
    let id = entity::insert(task.data, &new)?;
    stored::edit(task.data, id, &entries)?;
    // The documentation lets only an update link contacts to a company.
    if kind.entity == Entity::Contact {
        links::write(task, kind.entity, id, &given.fields)?;
    }
    Ok(Value::from(id))
}

fn is_assigned_to(new: &NewEntity, user: i64) -> bool {
    new.fields.get("ASSIGNED_BY_ID").and_then(Value::as_str) == Some(&user.to_string())
}

fn is_empty(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name).and_then(value::text).is_none_or(|text| text.trim().is_empty())
}

/// The record with what was given, and with defaults for what was not.
fn new(task: &Task<'_>, kind: &Kind, mut given: Map<String, Value>, is_import: bool) -> NewEntity {
    let (user, now) = (task.user(), task.now.whole_seconds());
    // What only an import may set, where it can be read.
    let imported = |name| if is_import { given.get(name) } else { None };
    let moment = |name| imported(name).and_then(date::moment).filter(|second| *second >= 0).unwrap_or(now);
    let author = |name| value::id(imported(name)).unwrap_or(user);
    let mut new = NewEntity {
        modified_at: moment("DATE_MODIFY"),
        modified_by: author("MODIFY_BY_ID"),
        ..NewEntity::new(kind.entity, moment("DATE_CREATE"), author("CREATED_BY_ID"))
    };
    new.fields.insert("ASSIGNED_BY_ID".to_owned(), user.to_string().into());
    given.retain(|_, value| !value.is_null());
    task.catalogue(kind.entity).write(&given, &mut new.fields);
    new
}
