//! `delete`: removes a record.

use serde_json::Value;

use super::Kind;
use crate::dispatch::{Outcome, Task};
use crate::store::entity;
use crate::store::link::{self, Side};

/// Removes the record with its multifield entries and links: always `true`.
pub(crate) fn delete(task: &Task<'_>, kind: &Kind) -> Outcome {
    let id = kind.delete.id(task)?;
    task.permit_on(kind.entity, id, kind.delete.access_denied)?;
    if !entity::delete(task.data, kind.entity, id)? {
        return Err(kind.delete.not_found.into());
    }
    link::clear(task.data, Side::of(kind.entity), id)?;
    Ok(Value::Bool(true))
}
