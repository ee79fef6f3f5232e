//! The writing calls that walks are made of, right ones and wrong ones.

use std::collections::BTreeMap;

use super::{Name, Side};

/// A writing call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Call {
    /// Adds a link.
    AddLink { side: Side, owner: Owner, fields: Shape<Item> },
    /// Deletes a link.
    DeleteLink { side: Side, owner: Owner, fields: Shape<Item> },
    /// Replaces all links.
    SetLinks { side: Side, owner: Owner, items: Items },
    /// Deletes all links.
    ClearLinks { side: Side, owner: Owner },
    /// Makes a record.
    AddRecord { record: Name, fields: Shape<Values> },
    /// Changes a record.
    UpdateRecord { side: Side, record: Owner, fields: Shape<Values> },
    /// Deletes a record.
    DeleteRecord { side: Side, record: Owner },
}

/// What stands as the parameter `id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A record.
    Of(Name),
    /// An id that no record has.
    Unknown,
    /// What is no id.
    Bad(Bad),
}

/// What is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bad {
    /// Nothing.
    Missing,
    /// Zero.
    Zero,
    /// A text.
    Text,
}

/// What stands as the parameter `fields`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape<T> {
    /// An object.
    Object(T),
    /// Nothing.
    Missing,
    /// A text.
    Text,
    /// A list.
    List,
}

/// A link as a call names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Item {
    /// The record across.
    pub(crate) other: Other,
    /// `SORT`.
    pub(crate) sort: Option<Sort>,
    /// `IS_PRIMARY`.
    pub(crate) primary: Option<Primary>,
}

/// What stands as the id of the record across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    /// A record.
    Of(Name),
    /// What is no id.
    Bad(Bad),
}

/// What stands as `SORT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A number.
    Number(i64),
    /// A text that is none.
    Text,
}

/// What stands as `IS_PRIMARY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Primary {
    /// `Y`.
    Yes,
    /// `N`.
    No,
    /// The truth value.
    True,
}

/// What stands as the parameter `items`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Items {
    /// A list.
    List(Vec<Item>),
    /// An object whose members are the items.
    Object(Vec<Item>),
    /// Nothing.
    Missing,
    /// A text.
    Text,
}

/// Values of a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Values {
    /// Texts by field.
    pub(crate) texts: BTreeMap<&'static str, String>,
    /// The records across that it is linked to, if the call says so.
    pub(crate) linked: Option<Linked>,
}

/// How a call that writes a record names those across. Only a list may stand for a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Linked {
    /// `COMPANY_ID` alone.
    Main(Name),
    /// The list: `COMPANY_IDS` of a contact, `CONTACT_ID` of a company.
    List(Vec<Name>),
    /// `COMPANY_ID` and `COMPANY_IDS`.
    Both(Name, Vec<Name>),
    /// `COMPANY_ID` 0.
    Zero,
}

impl Call {
    /// The records that it names; the one that it makes comes last.
    pub(crate) fn names(&self) -> Vec<Name> {
        let (owner, mut names) = match self {
            Call::AddLink { owner, fields, .. } | Call::DeleteLink { owner, fields, .. } => match fields {
                Shape::Object(item) => (*owner, item.name().into_iter().collect()),
                _ => (*owner, Vec::new()),
            },
            Call::SetLinks { owner, items, .. } => (*owner, items.items().iter().filter_map(Item::name).collect()),
            Call::ClearLinks { owner, .. } | Call::DeleteRecord { record: owner, .. } => (*owner, Vec::new()),
            Call::AddRecord { record, fields } => (Owner::Of(*record), fields.linked()),
            Call::UpdateRecord { record, fields, .. } => (*record, fields.linked()),
        };
        names.extend(match owner {
            Owner::Of(name) => Some(name),
            _ => None,
        });
        names
    }

    /// The record that it makes, unless it is refused.
    pub(crate) fn makes(&self) -> Option<Name> {
        match self {
            Call::AddRecord { record, .. } => Some(*record),
            _ => None,
        }
    }
}

impl Item {
    /// The record that it names.
    pub(crate) fn name(&self) -> Option<Name> {
        match self.other {
            Other::Of(name) => Some(name),
            Other::Bad(_) => None,
        }
    }
}

impl Items {
    /// The items, if there are any.
    pub(crate) fn items(&self) -> &[Item] {
        match self {
            Items::List(items) | Items::Object(items) => items,
            Items::Missing | Items::Text => &[],
        }
    }
}

impl Shape<Values> {
    /// The records across that are named.
    fn linked(&self) -> Vec<Name> {
        let Shape::Object(Values { linked: Some(linked), .. }) = self else { return Vec::new() };
        match linked {
            Linked::Main(name) => vec![*name],
            Linked::List(names) => names.clone(),
            Linked::Both(name, names) => names.iter().chain([name]).copied().collect(),
            Linked::Zero => Vec::new(),
        }
    }
}
