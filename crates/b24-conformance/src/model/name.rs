//! Names of records: the walk's own, whatever ids the portal assigns.

use std::fmt;

use super::Side;

/// Name of a company or a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    /// What it is.
    pub(crate) side: Side,
    /// Which one, from 1.
    pub(crate) number: u32,
}

/// A company and a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pair {
    /// The company.
    pub(crate) company: Name,
    /// The contact.
    pub(crate) contact: Name,
}

impl Name {
    /// The pair of this record with one of the other side.
    pub(crate) fn with(self, other: Name) -> Pair {
        match self.side {
            Side::Company => Pair { company: self, contact: other },
            Side::Contact => Pair { company: other, contact: self },
        }
    }
}

impl Pair {
    /// Whether a record is one of the two.
    pub(crate) fn has(self, name: Name) -> bool {
        self.of(name.side) == name
    }

    /// The one of a side.
    pub(crate) fn of(self, side: Side) -> Name {
        match side {
            Side::Company => self.company,
            Side::Contact => self.contact,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.side {
            Side::Company => 'c',
            Side::Contact => 'a',
        };
        write!(f, "{letter}{}", self.number)
    }
}
