//! Ways to break how records are shown by `get` and by lists.

use serde_json::{Map, Value};

use crate::deviation::Deed;
use crate::deviation::way::{self, Methods, Params};

/// A record in an answer.
pub(in crate::deviation) type Record = Map<String, Value>;

/// Records are shown otherwise, with the parameters of the call at hand.
pub(in crate::deviation) fn shown(
    methods: impl Into<Methods>,
    change: impl Fn(&mut Record, &Params) + Send + Sync + Clone + 'static,
) -> impl Deed {
    way::results(methods, move |result, params| records(result).for_each(|record| change(record, params)))
}

/// The records of a result: of `get` the one, of a list the page.
pub(in crate::deviation) fn records(result: &mut Value) -> Box<dyn Iterator<Item = &mut Record> + '_> {
    match result {
        Value::Object(record) => Box::new(std::iter::once(record)),
        Value::Array(page) => Box::new(page.iter_mut().filter_map(Value::as_object_mut)),
        _ => Box::new(std::iter::empty()),
    }
}

/// The value of some members is another where they are there.
pub(super) fn replaces(
    methods: impl Into<Methods>,
    is_meant: impl Fn(&str, &Value) -> bool + Send + Sync + Clone + 'static,
    value: impl Fn(&Value) -> Value + Send + Sync + Clone + 'static,
) -> impl Deed {
    shown(methods, move |record, _| {
        for (_, shown) in record.iter_mut().filter(|(name, shown)| is_meant(name, shown)) {
            *shown = value(shown);
        }
    })
}

/// Some members are left out.
pub(super) fn hides(
    methods: impl Into<Methods>,
    is_hidden: impl Fn(&str, &Value) -> bool + Send + Sync + Clone + 'static,
) -> impl Deed {
    shown(methods, move |record, _| record.retain(|name, value| !is_hidden(name, value)))
}
