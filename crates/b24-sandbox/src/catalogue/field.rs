//! One field: its type, its flags and where its value is kept.

use crate::store::link::Side;

/// A system field.
#[derive(Debug, PartialEq)]
pub(crate) struct Field {
    /// Upper-case name.
    pub(crate) name: &'static str,
    /// Name for people.
    pub(crate) title: &'static str,
    /// Type of the value.
    pub(crate) of_type: Type,
    /// Where the value is kept.
    pub(crate) place: Place,
    /// Value of a new record that is not given one.
    pub(crate) default: Option<&'static str>,
    /// Whether descriptions call the field required.
    pub(crate) required: bool,
    /// Whether the portal alone writes it.
    pub(crate) read_only: bool,
    /// Whether another field has taken its place.
    pub(crate) deprecated: bool,
    /// Whether `fields` describes it.
    pub(crate) described: bool,
}

/// Type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    /// A whole number.
    Integer,
    /// Text.
    Text,
    /// One of a list of values; the list's name.
    Status(&'static str),
    /// Code of a currency.
    Currency,
    /// A number.
    Double,
    /// A file, which the sandbox does not keep.
    File,
    /// `Y` or `N`.
    Char,
    /// Id of a user.
    User,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// Id of a company.
    Company,
    /// Id of a contact.
    Contact,
    /// Id of a lead.
    Lead,
    /// Telephone numbers, addresses and the like.
    Multifield,
}

/// Where the value of a field is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a column of its own.
    Column(Column),
    /// As a member of the JSON object that an entity has.
    Stored,
    /// Nowhere: `Y` when the record has an entry of a multifield, else `N`.
    HasEntry {
        /// The multifield.
        of: &'static str,
        /// Kinds of entry that count; all when there is none.
        kinds: &'static [&'static str],
    },
    /// In the link table: the company of the contact's first primary link.
    MainCompany,
    /// In the link table: all linked records, seen from this side.
    Links(Side),
    /// In the table of multifield entries.
    Entries,
}

/// A column of an entity; all hold whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Its id.
    Id,
    /// When it was made, in Unix seconds.
    CreatedAt,
    /// Who made it.
    CreatedBy,
    /// When it was changed last, in Unix seconds.
    ModifiedAt,
    /// Who changed it last.
    ModifiedBy,
}

impl Field {
    /// A field that callers may write and that is stored with the record.
    pub(super) const fn new(name: &'static str, title: &'static str, of_type: Type) -> Self {
        Self {
            name,
            title,
            of_type,
            place: Place::Stored,
            default: None,
            required: false,
            read_only: false,
            deprecated: false,
            described: true,
        }
    }

    /// A text.
    pub(super) const fn text(name: &'static str, title: &'static str) -> Self {
        Self::new(name, title, Type::Text)
    }

    /// A field that the portal alone writes into a column.
    pub(super) const fn column(name: &'static str, title: &'static str, of_type: Type, column: Column) -> Self {
        Self { place: Place::Column(column), ..Self::new(name, title, of_type).read_only() }
    }

    /// Tells whether there is an entry of a multifield.
    pub(super) const fn has(
        name: &'static str,
        title: &'static str,
        of: &'static str,
        kinds: &'static [&'static str],
    ) -> Self {
        Self { place: Place::HasEntry { of, kinds }, ..Self::new(name, title, Type::Char).read_only() }
    }

    /// A field kept elsewhere than with the record.
    pub(super) const fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// A field with a value of its own in new records.
    pub(super) const fn or(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    /// A field that descriptions call required.
    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// A field that the portal alone writes.
    pub(super) const fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// A field whose place another one has taken.
    pub(super) const fn deprecated(self) -> Self {
        Self { deprecated: true, ..self }
    }

    /// A field that `fields` leaves out.
    pub(super) const fn undescribed(self) -> Self {
        Self { described: false, ..self }
    }

    /// Whether the field may have several values.
    pub(crate) fn is_multiple(&self) -> bool {
        matches!(self.place, Place::Entries | Place::Links(_))
    }
}

impl Type {
    /// The type's name in descriptions.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Type::Integer => "integer",
            Type::Text => "string",
            Type::Status(_) => "crm_status",
            Type::Currency => "crm_currency",
            Type::Double => "double",
            Type::File => "file",
            Type::Char => "char",
            Type::User => "user",
            Type::Date => "date",
            Type::DateTime => "datetime",
            Type::Company => "crm_company",
            Type::Contact => "crm_contact",
            Type::Lead => "crm_lead",
            Type::Multifield => "crm_multifield",
        }
    }
}

impl Column {
    /// The column's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Column::Id => "id",
            Column::CreatedAt => "created_at",
            Column::CreatedBy => "created_by",
            Column::ModifiedAt => "modified_at",
            Column::ModifiedBy => "modified_by",
        }
    }
}
