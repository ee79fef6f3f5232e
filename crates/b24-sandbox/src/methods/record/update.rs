//! `update`: changes a record.

use serde_json::Value;

use super::{Kind, links};
use crate::dispatch::{Outcome, Task};
use crate::methods::multifield;
use crate::store::entity;
use crate::store::multifield as stored;

/// Changes the fields that are given and no others: always `true`.
pub(crate) fn update(task: &Task<'_>, kind: &Kind) -> Outcome {
    let errors = &kind.update;
    let id = errors.existing.id(task)?;
    let given = errors.given.read(task)?;
    task.permit_on(kind.entity, id, errors.existing.access_denied)?;
    let mut record = entity::find(task.data, kind.entity, id)?.ok_or(errors.existing.not_found)?;
    let edits = multifield::edits(&given.fields).ok_or(errors.given.email_invalid)?;
    task.catalogue(kind.entity).write(&given.fields, &mut record.fields);
    record.modified_at = task.now.whole_seconds();
    record.modified_by = task.user();
    entity::update(task.data, &record)?;
    stored::edit(task.data, id, &edits)?;
    links::write(task, kind.entity, id, &given.fields)?;
    Ok(Value::Bool(true))
}
