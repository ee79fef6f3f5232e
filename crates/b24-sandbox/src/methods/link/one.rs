//! `add` and `delete`: one link.

use serde_json::Value;

use super::family::{Family, LinkErrors};
use crate::dispatch::{Failure, Outcome, Task};
use crate::store::link::{self, NewLink};

/// Adds a link: `true` when it is new. The linked record is not looked for.
pub(crate) fn add(task: &Task<'_>, family: &Family) -> Outcome {
    let (owner, new) = given(task, family, &family.add)?;
    Ok(Value::Bool(link::add(task.data, family.side, owner, &[new])? > 0))
}

/// Removes a link: `true` when it was there.
pub(crate) fn delete(task: &Task<'_>, family: &Family) -> Outcome {
    let (owner, old) = given(task, family, &family.delete)?;
    Ok(Value::Bool(link::remove(task.data, family.side, owner, old.linked)?))
}

/// The owner and the link in `fields`.
fn given(task: &Task<'_>, family: &Family, errors: &LinkErrors) -> Result<(i64, NewLink), Failure> {
    let fields = task.call.param("fields").filter(|fields| fields.is_object() || fields.is_array());
    let (owner, fields) = errors.given.accept(task, family.side, fields)?;
    let link = super::wanted(family.side, fields).ok_or(errors.fields_invalid)?;
    Ok((owner, link))
}
