//! Answers with one violation of a schema: for every location of the schemas that answers are made of, in every way that
//! its keywords can be broken.

mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use b24_contract::Method;
use b24_contract::mutate::{self, Way};
use serde_json::Value;

use super::{Deed, Deviation, KnownDeviation};
use crate::call::{Answer, Call};
use crate::pipeline::Received;
use crate::twist::{Answering, Next};

/// The schema of every error.
const ERROR: &str = "ErrorEnvelope";

/// A way to break a schema, and the answers that have it.
#[derive(Clone)]
struct Breach {
    way: Way,
    /// Methods whose successes have the schema.
    methods: Vec<Method>,
    /// Whether errors have it.
    in_errors: bool,
}

/// Every breach by the id of its deviation. Which there are follows from the schemas alone.
static BREACHES: LazyLock<BTreeMap<String, Breach>> = LazyLock::new(|| {
    let mut found: BTreeMap<String, Breach> = BTreeMap::new();
    let mut add = |schema: &str, method: Option<Method>| {
        for way in mutate::ways(schema) {
            let id = format!("{}!{}", way.clause, way.how);
            let breach = found.entry(id).or_insert(Breach { way, methods: Vec::new(), in_errors: false });
            match method {
                Some(method) => breach.methods.push(method),
                None => breach.in_errors = true,
            }
        }
    };
    for method in Method::ALL {
        add(&answer_of(*method), Some(*method));
    }
    add(ERROR, None);
    found
});

/// What there is, to be told.
pub(super) fn known() -> impl Iterator<Item = KnownDeviation> {
    BREACHES.iter().map(|(id, breach)| KnownDeviation { id: id.clone(), says: words::of(&breach.way) })
}

/// The deviation with this id.
pub(super) fn find(id: &str) -> Option<Deviation> {
    let breach = BREACHES.get(id)?;
    Some(Deviation::new(breach.way.clause.as_str(), &breach.way.how, &words::of(&breach.way), breach.clone()))
}

impl Breach {
    fn break_success(&self, method: Method, answer: &mut Answer) {
        if self.methods.contains(&method) && answer.body.get("error").is_none() {
            self.plant(&answer_of(method), &mut answer.body);
        }
    }

    fn break_error(&self, answer: &mut Answer) {
        if self.in_errors && answer.body.get("error").is_some() {
            self.plant(ERROR, &mut answer.body);
        }
    }

    fn plant(&self, schema: &str, body: &mut Value) {
        if let Some(mutation) = mutate::mutate_so(schema, body, &self.way) {
            *body = mutation.value;
        }
    }
}

impl Deed for Breach {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        Box::pin(async move {
            let method = call.method.contract();
            let mut answer = next.run(call).await;
            self.break_error(&mut answer);
            if let Some(method) = method {
                self.break_success(method, &mut answer);
            }
            answer
        })
    }

    /// Errors of requests that never became calls; what was broken before stays broken.
    fn tell(&self, _: &Received, answer: &mut Answer) {
        self.break_error(answer);
    }
}

fn answer_of(method: Method) -> String {
    format!("{method}.answer")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use b24_contract::contract;

    use super::*;

    #[test]
    fn every_breach_is_of_a_schema_location() {
        let locations: BTreeSet<_> = contract().schema_locations().into_iter().map(|(clause, _)| clause).collect();
        assert!(BREACHES.len() > 500);
        for (id, breach) in BREACHES.iter() {
            assert!(locations.contains(&breach.way.clause), "{id}");
            assert!(breach.in_errors || !breach.methods.is_empty(), "{id}");
        }
    }

    #[test]
    fn an_answer_is_broken_where_the_id_says() {
        let id = "ContactBinding#/properties/SORT!type:string";
        let binding = serde_json::json!({ "CONTACT_ID": 7, "SORT": 1, "ROLE_ID": 0, "IS_PRIMARY": "Y" });
        let mut answer = Answer::success(Method::CrmCompanyContactItemsGet, serde_json::json!({ "result": [binding] }));
        BREACHES[id].break_success(Method::CrmCompanyContactItemsGet, &mut answer);
        assert_eq!(answer.body["result"][0]["SORT"], "1");
    }

    #[test]
    fn each_says_what_is_there() {
        let says = |id: &str| find(id).map(|deviation| deviation.says).unwrap_or_default();
        let sort = "ContactBinding#/properties/SORT";
        assert_eq!(
            says(&format!("{sort}!type:string")),
            format!("Answers have text where `{sort}` allows no such type.")
        );
        assert_eq!(says(&format!("{sort}!missing")), format!("Answers lack what `{sort}` describes."));
        assert_eq!(says(&format!("{sort}!maximum")), format!("Answers have a number above what `{sort}` allows."));
        assert_eq!(says("ErrorEnvelope#!present:result"), "Answers have `result`, which `ErrorEnvelope#` forbids.");
    }
}
