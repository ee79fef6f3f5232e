//! Ways to break what becomes of the fields that a record is given.

use b24_contract::{ErrorClause, Method};
use serde_json::Value;

use crate::call::{Answer, Call};
use crate::deviation::Deed;
use crate::deviation::way::{self, Methods, Params};

/// Other fields are written than were given.
pub(super) fn given(methods: impl Into<Methods>, change: impl Fn(&mut Params) + Send + Sync + 'static) -> impl Deed {
    way::params(methods, move |params| member(params, "fields", &change))
}

/// The switches of the operation are others than were given.
pub(super) fn switched(methods: impl Into<Methods>, change: impl Fn(&mut Params) + Send + Sync + 'static) -> impl Deed {
    way::params(methods, move |params| {
        params.entry("params").or_insert_with(|| Params::new().into());
        member(params, "params", &change);
    })
}

/// Some of the fields that were given are not written.
pub(super) fn drops(
    methods: impl Into<Methods>,
    is_dropped: impl Fn(&str, &Value) -> bool + Send + Sync + 'static,
) -> impl Deed {
    given(methods, move |fields| fields.retain(|name, value| !is_dropped(name, value)))
}

/// A field that was not given is written nevertheless.
pub(super) fn defaults(
    methods: impl Into<Methods>,
    name: &'static str,
    value: impl Into<Value> + Clone + Send + Sync + 'static,
) -> impl Deed {
    given(methods, move |fields| {
        fields.entry(name).or_insert_with(|| value.clone().into());
    })
}

/// Texts that are given are written otherwise.
pub(super) fn texts(
    methods: impl Into<Methods>,
    is_meant: impl Fn(&str) -> bool + Send + Sync + 'static,
    change: impl Fn(&str) -> String + Send + Sync + 'static,
) -> impl Deed {
    given(methods, move |fields| {
        for (_, value) in fields.iter_mut().filter(|(name, _)| is_meant(name)) {
            if let Value::String(text) = value {
                *text = change(text);
            }
        }
    })
}

/// Calls that are given such a field are refused.
pub(super) fn refuses_given(
    method: Method,
    error: &'static ErrorClause,
    is_refused: impl Fn(&Call, &str, &Value) -> bool + Send + Sync + 'static,
) -> impl Deed {
    way::rewrites([method], move |call, next| {
        let fields = call.param("fields").and_then(Value::as_object);
        let refused = fields.is_some_and(|fields| fields.iter().any(|(name, value)| is_refused(&call, name, value)));
        if refused { Box::pin(std::future::ready(Answer::error(error))) } else { Box::pin(next.run(call)) }
    })
}

/// Changes an object among parameters, if it is one.
fn member(params: &mut Params, name: &str, change: impl Fn(&mut Params)) {
    if let Some(Value::Object(members)) = params.get_mut(name) {
        change(members);
    }
}
