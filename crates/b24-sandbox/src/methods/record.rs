//! The methods for companies and contacts: one handler each, for whichever kind the records are.

mod add;
mod answer;
mod delete;
mod fields;
mod filter;
mod get;
mod links;
mod list;
mod select;
mod update;

use b24_contract::{Entity, ErrorClause};
use serde_json::{Map, Value};

use super::value;
use crate::dispatch::{Failure, Task};

pub(crate) use add::add;
pub(crate) use delete::delete;
pub(crate) use fields::fields;
pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use update::update;

/// A kind of record, with the errors of its methods.
pub(crate) struct Kind {
    /// What it is.
    pub(super) entity: Entity,
    /// What `fields` answers to those who may read no such records, on a portal that minds and for a kind that can.
    pub(super) fields_denied: Option<&'static ErrorClause>,
    /// Errors of `add`.
    pub(super) add: AddErrors,
    /// Errors of `get`.
    pub(super) get: ExistingErrors,
    /// Errors of `list`.
    pub(super) list: ListErrors,
    /// Errors of `update`.
    pub(super) update: UpdateErrors,
    /// Errors of `delete`.
    pub(super) delete: ExistingErrors,
}

/// Errors of making a record.
pub(super) struct AddErrors {
    /// Errors of what is written.
    pub(super) given: GivenErrors,
    /// The user may not add such records.
    pub(super) access_denied: &'static ErrorClause,
    /// The record needs a name and has none, for a kind that needs one.
    pub(super) name_missing: Option<&'static ErrorClause>,
}

/// Errors of changing a record.
pub(super) struct UpdateErrors {
    /// Errors of the record.
    pub(super) existing: ExistingErrors,
    /// Errors of what is written.
    pub(super) given: GivenErrors,
}

/// Errors of what is to be written.
pub(super) struct GivenErrors {
    /// `fields` is no object.
    pub(super) fields_not_array: &'static ErrorClause,
    /// `params` is no object.
    pub(super) params_not_array: &'static ErrorClause,
    /// An e-mail address is not valid.
    pub(super) email_invalid: &'static ErrorClause,
}

/// Errors of a method that works on one record, which must exist.
pub(super) struct ExistingErrors {
    /// `id` is no id.
    pub(super) id_invalid: &'static ErrorClause,
    /// The user may not do so with such records.
    pub(super) access_denied: &'static ErrorClause,
    /// There is no such record.
    pub(super) not_found: &'static ErrorClause,
}

/// Errors of a list.
pub(super) struct ListErrors {
    /// `order` is no object.
    pub(super) order_not_array: &'static ErrorClause,
    /// `filter` is no object.
    pub(super) filter_not_array: &'static ErrorClause,
    /// `select` is no list.
    pub(super) select_not_array: &'static ErrorClause,
    /// The user may not see such records.
    pub(super) access_denied: &'static ErrorClause,
    /// The list cannot be made.
    pub(super) failed: &'static ErrorClause,
}

/// The objects that are given to a method that writes.
struct Given {
    fields: Map<String, Value>,
    params: Map<String, Value>,
}

impl GivenErrors {
    /// Reads the objects.
    fn read(&self, task: &Task<'_>) -> Result<Given, Failure> {
        let fields = value::members(task.call.param("fields")).ok_or(self.fields_not_array)?;
        let params = optional(task.call.param("params"), self.params_not_array)?;
        Ok(Given { fields, params })
    }
}

impl ExistingErrors {
    /// The id of the record.
    fn id(&self, task: &Task<'_>) -> Result<i64, Failure> {
        value::id(task.call.param("id")).ok_or(self.id_invalid.into())
    }
}

/// Members of an object that need not be given.
fn optional(given: Option<&Value>, not_array: &'static ErrorClause) -> Result<Map<String, Value>, Failure> {
    match given {
        None | Some(Value::Null) => Ok(Map::new()),
        given => value::members(given).ok_or(not_array.into()),
    }
}

#[cfg(test)]
mod tests;
