//! The two sides of a link, and the methods and clauses of each.

use b24_contract::ClauseId;

/// A side of links: companies or contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    /// Companies.
    Company,
    /// Contacts.
    Contact,
}

/// What is done with the links of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkOp {
    /// One is added.
    Add,
    /// One is deleted.
    Delete,
    /// All are read.
    Get,
    /// All are replaced.
    Set,
    /// All are deleted.
    Clear,
}

/// What is done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordOp {
    /// It is made.
    Add,
    /// It is changed.
    Update,
    /// It is deleted.
    Delete,
    /// It is read.
    Get,
    /// It is listed.
    List,
}

impl Side {
    /// Both.
    pub(crate) const BOTH: [Side; 2] = [Side::Company, Side::Contact];

    /// The one across.
    pub(crate) fn other(self) -> Self {
        match self {
            Side::Company => Side::Contact,
            Side::Contact => Side::Company,
        }
    }

    /// The member of a binding that names the record across.
    pub(crate) fn member(self) -> &'static str {
        match self {
            Side::Company => "CONTACT_ID",
            Side::Contact => "COMPANY_ID",
        }
    }

    /// The field that a walk knows its records by.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Side::Company => "TITLE",
            Side::Contact => "LAST_NAME",
        }
    }

    /// Name of the method that does something with the links of a record of this side.
    pub(crate) fn link_method(self, op: LinkOp) -> String {
        let op = match op {
            LinkOp::Add => "add",
            LinkOp::Delete => "delete",
            LinkOp::Get => "items.get",
            LinkOp::Set => "items.set",
            LinkOp::Clear => "items.delete",
        };
        format!("crm.{}.{}.{op}", self.word(), self.other().word())
    }

    /// Name of the method that does something with a record of this side.
    pub(crate) fn record_method(self, op: RecordOp) -> String {
        let op = match op {
            RecordOp::Add => "add",
            RecordOp::Update => "update",
            RecordOp::Delete => "delete",
            RecordOp::Get => "get",
            RecordOp::List => "list",
        };
        format!("crm.{}.{op}", self.word())
    }

    /// A clause of a method for links.
    pub(crate) fn link_clause(self, op: LinkOp, clause: &str) -> ClauseId {
        ClauseId::new(format!("{}/{clause}", self.link_method(op)))
    }

    /// A clause of a method for records.
    pub(crate) fn record_clause(self, op: RecordOp, clause: &str) -> ClauseId {
        ClauseId::new(format!("{}/{clause}", self.record_method(op)))
    }

    /// The clause that has the other side see what a method for links did.
    pub(crate) fn mirror(self, op: LinkOp) -> ClauseId {
        match (self, op) {
            (Side::Company, LinkOp::Add) => Side::Contact.link_clause(LinkOp::Get, "made-from-the-company"),
            (Side::Contact, LinkOp::Add) => self.link_clause(op, "seen-from-the-company"),
            _ => self.link_clause(op, "seen-from-the-other-side"),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Side::Company => "company",
            Side::Contact => "contact",
        }
    }
}
