//! Telephone numbers, addresses and the like, of which a record may have several.

use serde_json::{Map, Value, json};

use crate::MultifieldId;
use crate::record::record;
use crate::wire::{Plain, Quoted};

/// One telephone number, address or the like of a record, a
/// [`crm_multifield`](https://apidocs.bitrix24.com/api-reference/crm/data-types.html).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Multifield {
    /// Identifier of the entry, by which it can be changed; see [`MultifieldChange`].
    pub id: MultifieldId,
    /// The field that the entry belongs to: `PHONE`, `EMAIL`, `WEB`, `IM` or `LINK`.
    pub type_id: String,
    /// What it is for, such as `WORK`, `HOME` or `MOBILE`; messengers have their name here.
    pub value_type: String,
    /// The number or address itself.
    pub value: String,
    /// Members that the contract does not know.
    pub extra: Map<String, Value>,
}

record! {
    Multifield is "an entry of a multifield";
    required:
        id = "ID" as Quoted,
        type_id = "TYPE_ID" as Plain,
        value_type = "VALUE_TYPE" as Plain,
        value = "VALUE" as Plain;
    optional: ;
}

/// What to do with one telephone number, address or the like of a record. Entries that no change mentions stay.
///
/// ```
/// use b24_client::{ContactFields, MultifieldChange};
///
/// let fields = ContactFields::new()
///     .phone("+44 20 7946 0018", "WORK")
///     .multifield("PHONE", MultifieldChange::update(156, "+44 20 7946 0019", "MOBILE"))
///     .multifield("EMAIL", MultifieldChange::delete(157));
/// assert_eq!(fields.get("PHONE").unwrap()[1]["ID"], 156);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MultifieldChange(Value);

impl MultifieldChange {
    /// Adds an entry. What it is for is said in upper case, such as `WORK`, `HOME` or `MOBILE`; for a messenger it is
    /// the messenger's name.
    pub fn add(value: impl Into<String>, value_type: impl Into<String>) -> Self {
        Self(json!({ "VALUE": value.into(), "VALUE_TYPE": value_type.into() }))
    }

    /// Gives an entry a new value and a new purpose. An empty value removes the entry.
    pub fn update(id: impl Into<MultifieldId>, value: impl Into<String>, value_type: impl Into<String>) -> Self {
        Self(json!({ "ID": id.into(), "VALUE": value.into(), "VALUE_TYPE": value_type.into() }))
    }

    /// Removes an entry.
    pub fn delete(id: impl Into<MultifieldId>) -> Self {
        Self(json!({ "ID": id.into(), "DELETE": "Y" }))
    }

    pub(crate) fn into_value(self) -> Value {
        self.0
    }
}
