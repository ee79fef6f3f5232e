//! `get`: one record with all of its fields.

use super::Kind;
use super::answer::Related;
use super::select::Selection;
use crate::dispatch::{Outcome, Task};
use crate::store::entity;

/// The record.
pub(crate) fn get(task: &Task<'_>, kind: &Kind) -> Outcome {
    let id = kind.get.id(task)?;
    task.permit_on(kind.entity, id, kind.get.access_denied)?;
    let record = entity::find(task.data, kind.entity, id)?.ok_or(kind.get.not_found)?;
    let everything = Selection::everything();
    let related = Related::of(task.data, task.catalogue(kind.entity), std::slice::from_ref(&record), &everything)?;
    Ok(related.answer(&record, &everything))
}
