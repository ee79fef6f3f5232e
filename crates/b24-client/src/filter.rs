//! Conditions that the records of a list meet.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{CompanyId, ContactId, LeadId, UserId};

/// Conditions that the records of a list meet, all of them.
///
/// Fields have their REST names. A condition on a field that the portal does not know is ignored, so a misspelt name
/// lists too much. Multifields such as `PHONE` can only be compared as a whole.
///
/// ```
/// use b24_client::Filter;
///
/// let filter = Filter::new()
///     .equal("COMPANY_TYPE", "CUSTOMER")
///     .at_least("DATE_CREATE", "2025-01-01")
///     .one_of("ASSIGNED_BY_ID", [1, 7])
///     .equal("OPENED", true);
/// assert_eq!(
///     serde_json::to_string(&filter)?,
///     r#"{"=COMPANY_TYPE":"CUSTOMER",">=DATE_CREATE":"2025-01-01","@ASSIGNED_BY_ID":[1,7],"=OPENED":"Y"}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Filter(Map<String, Value>);

/// Declares the conditions on one value, each with its operator.
macro_rules! conditions {
    ($($(#[$doc:meta])* $name:ident = $operator:literal;)*) => {
        impl Filter {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(self, field: &str, value: impl Into<FilterValue>) -> Self {
                    self.set(format!(concat!($operator, "{}"), field), value)
                }
            )*
        }
    };
}

conditions! {
    /// The field equals the value (`=`).
    equal = "=";
    /// The field does not equal the value (`!=`). With `""` as the value, the field is filled.
    not_equal = "!=";
    /// The field is greater (`>`).
    greater = ">";
    /// The field is not less (`>=`).
    at_least = ">=";
    /// The field is less (`<`).
    less = "<";
    /// The field is not greater (`<=`).
    at_most = "<=";
    /// The field contains the text (`%`).
    contains = "%";
    /// The field is like the text (`=%`), in which `%` stands for any characters: `mol%`, `%mol`, `%mol%`. It does not
    /// work on statuses and on fields that name another record.
    like = "=%";
}

impl Filter {
    /// No conditions: every record meets them.
    pub fn new() -> Self {
        Self::default()
    }

    /// The field equals one of the values (`@`). Without values no record meets the condition, and a list is empty
    /// without a call, since a portal may pass over such a condition and list everything.
    #[must_use]
    pub fn one_of(self, field: &str, values: impl IntoIterator<Item = impl Into<FilterValue>>) -> Self {
        self.set(format!("@{field}"), values.into_iter().map(Into::into).collect::<Vec<FilterValue>>())
    }

    /// The field equals none of the values (`!@`). Without values every record meets the condition, and it is left out.
    #[must_use]
    pub fn none_of(mut self, field: &str, values: impl IntoIterator<Item = impl Into<FilterValue>>) -> Self {
        let (key, values): (_, Vec<FilterValue>) = (format!("!@{field}"), values.into_iter().map(Into::into).collect());
        if values.is_empty() {
            self.0.shift_remove(&key);
            return self;
        }
        self.set(key, values)
    }

    /// A condition as the portal reads it: an operator and the name of a field, such as `>=DATE_CREATE`. A condition
    /// with the same key is replaced.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, value: impl Into<FilterValue>) -> Self {
        self.0.insert(key.into(), value.into().0);
        self
    }

    /// The conditions that this and the other filter have. Where both have the same key, the other one counts.
    #[must_use]
    pub fn and(mut self, other: Filter) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether there are no conditions.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no record can meet the conditions: one of them asks for one of no values.
    pub(crate) fn is_impossible(&self) -> bool {
        self.0.iter().any(|(key, value)| key.starts_with('@') && value.as_array().is_some_and(Vec::is_empty))
    }

    /// Replaces the condition with this key, in whatever letter case it was written.
    pub(crate) fn replace(&mut self, key: &str, value: i64) {
        self.0.retain(|other, _| !other.eq_ignore_ascii_case(key));
        self.0.insert(key.to_owned(), value.into());
    }
}

/// A value to compare a field with: text, a number, an id, a list of these, or a flag, which is `Y` or `N` on the wire;
/// JSON of any other kind as it is. Dates are text in ISO 8601.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterValue(Value);

impl From<bool> for FilterValue {
    fn from(flag: bool) -> Self {
        Self(if flag { "Y" } else { "N" }.into())
    }
}

/// Values that are themselves on the wire.
macro_rules! plain {
    ($($ty:ty),*) => {
        $(impl From<$ty> for FilterValue {
            fn from(value: $ty) -> Self {
                Self(value.into())
            }
        })*
    };
}

plain!(&str, String, i32, i64, u32, u64, f64, CompanyId, ContactId, LeadId, UserId, Value);

impl<T: Clone + Into<FilterValue>> From<&T> for FilterValue {
    fn from(value: &T) -> Self {
        value.clone().into()
    }
}

impl<T: Into<FilterValue>> From<Vec<T>> for FilterValue {
    fn from(values: Vec<T>) -> Self {
        Self(values.into_iter().map(|value| value.into().0).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_operator_stands_before_its_field() {
        let texts = ["z".to_owned()];
        let filter = Filter::new()
            .equal("A", "x")
            .not_equal("A", "")
            .greater("A", 1)
            .at_least("A", 2_u32)
            .less("A", 3_i64)
            .at_most("A", 4.5)
            .contains("A", "y".to_owned())
            .like("A", "y%")
            .one_of("A", [CompanyId::new(1)])
            .none_of("A", [true, false])
            .set("A", vec![UserId::new(7)])
            .one_of("B", texts.iter())
            .set("C", json!({ "x": null }));
        insta::assert_snapshot!(
            serde_json::to_string(&filter).expect("written"),
            @r#"{"=A":"x","!=A":"",">A":1,">=A":2,"<A":3,"<=A":4.5,"%A":"y","=%A":"y%","@A":[1],"!@A":["Y","N"],"A":[7],"@B":["z"],"C":{"x":null}}"#
        );
    }

    #[test]
    fn a_condition_is_replaced_in_any_letter_case() {
        let mut filter = Filter::new().set(">id", 5).set(">ID", 6).at_least("ID", 7);
        filter.replace(">ID", 8);
        assert_eq!(serde_json::to_string(&filter).expect("written"), r#"{">=ID":7,">ID":8}"#);
    }

    #[test]
    fn filters_are_joined() {
        let filter = Filter::new().equal("A", 1).equal("B", 1).and(Filter::new().equal("B", 2));
        assert_eq!(filter, Filter::new().equal("A", 1).equal("B", 2));
        assert!(Filter::new().is_empty() && !filter.is_empty());
    }
}
