//! What the registry knows of a REST method.
//!
//! Codegen writes one [`MethodRow`] a method; [`Method`] is the generated enumeration of them.

use crate::{ErrorClause, Method};

/// What the contract says of one REST method.
#[derive(Debug, Clone, Copy)]
pub struct MethodRow {
    /// Name as documented, in lower case, such as `crm.company.contact.items.get`.
    pub name: &'static str,
    /// One line that says what the method does.
    pub summary: &'static str,
    /// Path of the documentation page in the documentation's repository.
    pub page: &'static str,
    /// Clause id of the shape of the result, such as `crm.company.contact.items.get.result#`.
    pub result: &'static str,
    /// Scopes of which the credential needs one; `basic` is part of every credential.
    pub scopes: &'static [&'static str],
    /// Right that the user behind the credential needs, if any.
    pub permission: Option<Permission>,
    /// Whether the result is one page, told apart by `total` and `next` beside it.
    pub paged: bool,
    /// Whether the method changes data.
    pub effect: Effect,
    /// Whether the call may be sent again when its answer was lost.
    pub idempotent: Idempotent,
    /// Parameters by documented name.
    pub parameters: &'static [Parameter],
    /// The method's own errors; the system errors are in [`ErrorClause::SYSTEM`].
    pub errors: &'static [&'static ErrorClause],
}

/// A right on one kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Permission {
    /// Kind of record.
    pub entity: Entity,
    /// What may be done with it.
    pub right: Right,
}

/// A kind of CRM record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entity {
    /// A company.
    Company,
    /// A contact.
    Contact,
}

/// What a user may do with records of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// See records.
    Read,
    /// Create records.
    Add,
    /// Change records.
    Edit,
    /// Remove records.
    Delete,
}

/// Whether a method changes data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It only reads.
    Read,
    /// It writes.
    Write,
}

/// Whether a call may be sent again when its answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Idempotent {
    /// State and answer are those of one call.
    Yes,
    /// The state is that of one call; the answer may differ.
    ByOutcome,
    /// A second call does a second thing.
    No,
}

/// A top-level parameter of a method.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Documented name; portals compare it without regard to letter case.
    pub name: &'static str,
    /// Whether a call without it is an error.
    pub required: bool,
    /// Shape of its value.
    pub shape: Shape,
}

/// Shape of a parameter's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A whole number; portals accept it as text.
    Integer,
    /// A number; portals accept it as text.
    Number,
    /// Text.
    Text,
    /// A truth value; portals accept `1`, `Y`, `true` and the like.
    Boolean,
    /// An object; an empty one may arrive as the list `[]`.
    Object,
    /// A list.
    List,
    /// Anything.
    Any,
}

impl Method {
    /// Finds a method by name, without regard to letter case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|method| method.row().name.eq_ignore_ascii_case(name))
    }

    /// The method's name as documented.
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
