//! Parameters that the contract allows, and that the sandbox refuses or overlooks: for every location of the schemas that
//! parameters have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use b24_contract::reach::{Reached, reached};
use b24_contract::{ClauseId, Method, contract, normalise};
use serde_json::{Map, Value};

use super::{Deed, Deviation, KnownDeviation};
use crate::call::{Answer, Call};
use crate::twist::{Answering, Next};

/// Members that change nothing that an answer shows when they are not looked at.
const WITHOUT_EFFECT: [&str; 7] = [
    // An entry of which nothing but its `ID` is left is removed like one with `DELETE`.
    "MultifieldChange#/properties/DELETE",
    // Locations, pictures and visits live elsewhere; no method of the contract makes one that could be named.
    "/properties/ADDRESS_LOC_ADDR_ID",
    "/properties/REG_ADDRESS_LOC_ADDR_ID",
    "/properties/LOGO",
    "/properties/PHOTO",
    "/properties/TRACE",
    // Feed and history are for people.
    "_EVENT",
];

/// What a refused call is told: words that the contract does not know, as a portal with a rule of its own would find.
const REFUSAL: [(&str, &str); 2] =
    [("error", "PARAMETER_REFUSED"), ("error_description", "The portal does not take this parameter")];

/// What is done with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Treatment {
    /// A call that has a value for the location is refused.
    Refused,
    /// The value is taken away before the call is done.
    Ignored,
}

/// What is done with one parameter.
#[derive(Debug, Clone)]
struct Mistreated {
    clause: ClauseId,
    treatment: Treatment,
}

/// Every mistreatment by the id of its deviation.
static KNOWN: LazyLock<BTreeMap<String, Mistreated>> = LazyLock::new(|| {
    let in_params = components_in_params();
    let locations = contract().schema_locations().into_iter().map(|(clause, _)| clause);
    let locations = locations.filter(|clause| in_params.contains(clause.group()));
    let each = locations.flat_map(|clause| {
        [Treatment::Refused, Treatment::Ignored].map(|treatment| Mistreated { clause: clause.clone(), treatment })
    });
    let known = each.filter(Mistreated::shows);
    known.map(|mistreated| (mistreated.id(), mistreated)).collect()
});

/// What there is, to be told.
pub(super) fn known() -> impl Iterator<Item = KnownDeviation> {
    KNOWN.iter().map(|(id, mistreated)| KnownDeviation { id: id.clone(), says: mistreated.says() })
}

/// The deviation with this id.
pub(super) fn find(id: &str) -> Option<Deviation> {
    let found = KNOWN.get(id)?;
    Some(Deviation::new(found.clause.as_str(), found.treatment.word(), &found.says(), found.clone()))
}

impl Treatment {
    fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Ignored => "ignored",
        }
    }
}

impl Mistreated {
    /// Whether somebody can notice.
    fn shows(&self) -> bool {
        match self.treatment {
            Treatment::Refused => true,
            Treatment::Ignored => {
                let without_effect = WITHOUT_EFFECT.iter().any(|end| self.clause.as_str().ends_with(end));
                is_member(&self.clause) && !without_effect
            }
        }
    }

    fn id(&self) -> String {
        format!("{}!{}", self.clause, self.treatment.word())
    }

    fn says(&self) -> String {
        match self.treatment {
            Treatment::Refused => format!("A call with a valid value for `{}` is refused.", self.clause),
            Treatment::Ignored => format!("What a call has for `{}` is not looked at.", self.clause),
        }
    }

    /// Pointers to the values that a call has for the location.
    fn found_in(&self, method: Method, params: &Map<String, Value>) -> Vec<String> {
        let params = Value::Object(normalise(method, params.clone()));
        let here = reached(&format!("{method}.params"), &params).into_iter();
        here.filter(|Reached { clause, .. }| *clause == self.clause).map(|Reached { pointer, .. }| pointer).collect()
    }
}

impl Deed for Mistreated {
    fn rewrite<'a>(&'a self, mut call: Call, next: Next<'a>) -> Answering<'a> {
        let pointers = call.method.contract().map(|method| self.found_in(method, &call.params)).unwrap_or_default();
        if self.treatment == Treatment::Refused && !pointers.is_empty() {
            let body = REFUSAL.iter().map(|(name, text)| ((*name).to_owned(), Value::from(*text))).collect();
            return Box::pin(std::future::ready(Answer::own(400, body, "sandbox/deviation")));
        }
        let mut params = Value::Object(std::mem::take(&mut call.params));
        // From the last to the first, so that places in lists stay what they were.
        pointers.iter().rev().for_each(|pointer| remove(&mut params, pointer));
        if let Value::Object(params) = params {
            call.params = params;
        }
        Box::pin(next.run(call))
    }
}

/// Takes the part at a pointer out of a value.
fn remove(value: &mut Value, pointer: &str) {
    let Some((parent, step)) = pointer.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&step.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(entries)) => {
            let index = step.parse().ok().filter(|index| *index < entries.len());
            index.map(|index: usize| entries.remove(index));
        }
        _ => {}
    }
}

/// Whether a location is that of a member of an object, which can be left out.
fn is_member(clause: &ClauseId) -> bool {
    let mut steps = clause.as_str().rsplit('/');
    steps.next().is_some() && steps.next() == Some("properties")
}

/// The schemas that parameters are made of, directly or by reference.
fn components_in_params() -> BTreeSet<&'static str> {
    let schemas = contract().openapi.pointer("/components/schemas").and_then(Value::as_object);
    let Some(schemas) = schemas else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = schemas.keys().map(String::as_str).filter(|name| name.ends_with(".params")).collect();
    while let Some(name) = open.pop() {
        if found.insert(name)
            && let Some(schema) = schemas.get(name)
        {
            references(schema, &mut open);
        }
    }
    found
}

/// Names of the schemas that a schema refers to.
fn references(schema: &'static Value, found: &mut Vec<&'static str>) {
    match schema {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            found.extend(reference.and_then(|path| path.strip_prefix("#/components/schemas/")));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(entries) => entries.iter().for_each(|entry| references(entry, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_found_and_taken_away() {
        let clause = ClauseId::new("crm.company.contact.items.set.params#/properties/items/items/properties/SORT");
        let known = KNOWN.get(&format!("{clause}!ignored"));
        let located = contract().schema_locations().into_iter().any(|(location, _)| location == clause);
        assert_eq!(known.is_some(), located);
        let mistreated = Mistreated {
            clause: ClauseId::new("crm.company.contact.items.get.params#/properties/id"),
            treatment: Treatment::Ignored,
        };
        let params = json!({ "id": "32" });
        let params = params.as_object().expect("an object");
        assert_eq!(mistreated.found_in(Method::CrmCompanyContactItemsGet, params), ["/id"]);
        let mut value = json!({ "a/b": [1, 2, 3], "c": 4 });
        remove(&mut value, "/a~1b/1");
        remove(&mut value, "/c");
        assert_eq!(value, json!({ "a/b": [1, 3] }));
    }

    #[test]
    fn what_cannot_be_left_out_is_not_ignored() {
        assert!(is_member(&ClauseId::new("A#/properties/B")));
        assert!(!is_member(&ClauseId::new("A#/properties/B/items")));
        assert!(!is_member(&ClauseId::new("A#")));
    }
}
