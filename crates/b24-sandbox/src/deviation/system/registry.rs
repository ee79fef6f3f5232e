//! `scope`, `methods` and `method.get`.

use b24_contract::Method;
use b24_contract::generated::error;
use serde_json::{Value, json};

use super::breaks;
use crate::call::Call;
use crate::config::Extent;
use crate::deviation::way::{self, Params};
use crate::deviation::{Deed, Deviation};

const GET: [Method; 1] = [Method::MethodGet];
const METHODS: [Method; 1] = [Method::Methods];
const SCOPE: [Method; 1] = [Method::Scope];

pub(super) fn all() -> Vec<Deviation> {
    one_method().into_iter().chain(names()).chain(methods()).chain(full()).collect()
}

/// Whether a method exists and may be called.
fn one_method() -> Vec<Deviation> {
    vec![
        breaks("method.get/available", "never", "No method is available.", {
            way::results(GET, |result, _| result["isAvailable"] = json!(false))
        }),
        breaks("method.get/out-of-scope", "available", "A method is available as soon as it exists.", {
            way::results(GET, |result, _| result["isAvailable"] = result["isExisting"].clone())
        }),
        breaks("method.get/out-of-scope", "not-existing", "A method beyond the credential's scopes does not exist.", {
            way::results(GET, |result, _| result["isExisting"] = result["isAvailable"].clone())
        }),
        breaks("method.get/without-scope", "scope-needed", "Without scopes no method is available.", {
            way::replies(GET, |result, call| {
                if !call.caller.has_scope("crm") {
                    result["isAvailable"] = json!(false);
                }
            })
        }),
        breaks("method.get/rights-do-not-count", "counted", "A method is available to who has the right to use it.", {
            way::replies(GET, |result, call| {
                if is_denied(call) {
                    result["isAvailable"] = json!(false);
                }
            })
        }),
        breaks("method.get/unknown", "available", "Every method exists and is available.", {
            way::results(GET, |result, _| *result = json!({ "isExisting": true, "isAvailable": true }))
        }),
        breaks("method.get/unknown", "refused", "A name that is that of no method is refused.", {
            way::refuses(GET, &error::SYSTEM_METHOD_NOT_FOUND, |params| {
                let name = params.get("name").and_then(Value::as_str);
                name.is_some_and(|name| !name.is_empty() && Method::parse(name).is_none())
            })
        }),
    ]
}

/// What is read as a method's name.
fn names() -> Vec<Deviation> {
    let refuses = |is_meant: fn(Option<&Value>) -> bool| {
        way::refuses(GET, &error::SYSTEM_METHOD_NOT_FOUND, move |params| is_meant(params.get("name")))
    };
    let reads = |read: fn(&Value) -> Option<Value>| {
        way::params(GET, move |params| {
            if let Some(name) = params.get_mut("name")
                && let Some(read) = read(name)
            {
                *name = read;
            }
        })
    };
    vec![
        breaks("method.get/empty", "refused", "The empty name is refused.", refuses(|name| name == Some(&json!("")))),
        breaks("method.get/missing", "refused", "A call without a name is refused.", refuses(|name| name.is_none())),
        breaks("method.get/lower-case-only", "any-case", "A method's name counts in any letter case.", {
            reads(|name| name.as_str().map(|name| name.to_lowercase().into()))
        }),
        breaks("method.get/parameter-in-lower-case-only", "any-case", "`NAME` is as good as `name`.", {
            way::params(GET, |params| {
                if let Some(name) = params.remove("NAME") {
                    params.insert("name".to_owned(), name);
                }
            })
        }),
        breaks("method.get/name-number", "refused", "A number is refused as a name.", {
            refuses(|name| name.is_some_and(Value::is_number))
        }),
        breaks(
            "method.get/name-null",
            "refused",
            "Nothing is refused as a name.",
            refuses(|name| name == Some(&Value::Null)),
        ),
        breaks("method.get/name-list", "first-entry", "The first entry of a list is read as the name.", {
            reads(|name| name.get(0).cloned())
        }),
        breaks("method.get/name-object", "first-member", "The first member of an object is read as the name.", {
            reads(|name| name.as_object()?.values().next().cloned())
        }),
    ]
}

/// Which methods are listed.
fn methods() -> Vec<Deviation> {
    let scope = |read: fn(&Value) -> Option<Value>| {
        way::params(METHODS, move |params| {
            if let Some(scope) = params.get_mut("scope")
                && let Some(read) = read(scope)
            {
                *scope = read;
            }
        })
    };
    vec![
        breaks("methods/own", "all", "The methods of all scopes are listed, whatever the credential has.", {
            way::params(METHODS, |params| {
                params.entry("full").or_insert(json!(true));
            })
        }),
        breaks("methods/own", "without-common", "Methods that need no scope are not listed.", {
            way::results(METHODS, |result, _| {
                if let Value::Array(names) = result {
                    names.retain(|name| name.as_str().is_some_and(|name| name.starts_with("crm.")));
                }
            })
        }),
        breaks("methods/of-scope", "own-only", "The methods of a scope are listed if the credential has it.", {
            way::replies(METHODS, |result, call| {
                let scope = call.param("scope").and_then(Value::as_str);
                if scope.is_some_and(|scope| !scope.is_empty() && !call.caller.has_scope(scope)) {
                    *result = json!([]);
                }
            })
        }),
        breaks("methods/of-scope", "ignored", "`scope` has no effect.", without_scope(|_| true)),
        breaks("methods/of-user", "missing", "The current user's method belongs to no scope.", {
            way::results(METHODS, |result, _| {
                if let Value::Array(names) = result {
                    names.retain(|name| *name != "user.current");
                }
            })
        }),
        breaks("methods/without-scope", "own", "The empty text as `scope` is as good as none.", {
            without_scope(|scope| *scope == "")
        }),
        breaks("methods/unknown-scope", "ignored", "A `scope` that does not exist has no effect.", {
            without_scope(|scope| *scope == "nosuchscope")
        }),
        breaks("methods/scope-over-full", "full-first", "`scope` does not count where `full` is given.", {
            way::params(METHODS, |params| {
                if params.contains_key("full") {
                    params.remove("scope");
                }
            })
        }),
        breaks(
            "methods/scope-number",
            "ignored",
            "A number as `scope` has no effect.",
            without_scope(Value::is_number),
        ),
        breaks("methods/scope-list", "first-entry", "The first entry of a list is read as the scope.", {
            scope(|scope| scope.get(0).cloned())
        }),
    ]
}

/// What `full` means to `scope` and `methods`.
fn full() -> Vec<Deviation> {
    vec![
        breaks("scope/own", "all", "All scopes are listed, whatever the credential has.", {
            way::params(SCOPE, |params| {
                params.entry("full").or_insert(json!(true));
            })
        }),
        breaks("scope/own", "with-basic", "The scope that every credential has is listed too.", {
            way::results(SCOPE, |result, _| {
                if let Value::Array(scopes) = result {
                    scopes.push(json!("basic"));
                }
            })
        }),
        breaks("scope/full", "own-only", "`full` has no effect.", taken_for(SCOPE, |_| true, false)),
        breaks("scope/full-false", "counts", "`full` counts as soon as it is there, also when it is `false`.", {
            taken_for(SCOPE, |full| *full == false, true)
        }),
        breaks("scope/full-zero", "counts", "The text 0 as `full` counts as true.", {
            taken_for(SCOPE, |full| *full == "0", true)
        }),
        breaks("scope/full-text-false", "read-as-false", "The text `false` as `full` counts as false.", {
            taken_for(SCOPE, |full| *full == "false", false)
        }),
        breaks("scope/full-one", "number-ignored", "The number 1 as `full` counts as false.", {
            taken_for(SCOPE, |full| *full == 1, false)
        }),
        breaks("scope/full-one", "text-ignored", "The text 1 as `full` counts as false.", {
            taken_for(SCOPE, |full| *full == "1", false)
        }),
        breaks(
            "scope/full-list",
            "always",
            "Any list as `full` counts as true.",
            taken_for(SCOPE, Value::is_array, true),
        ),
        breaks(
            "scope/full-list",
            "never",
            "Any list as `full` counts as false.",
            taken_for(SCOPE, Value::is_array, false),
        ),
        breaks("scope/full-object", "never", "An object as `full` counts as false.", {
            taken_for(SCOPE, Value::is_object, false)
        }),
        breaks(
            "scope/full-null",
            "counts",
            "Nothing as `full` counts as true.",
            taken_for(SCOPE, Value::is_null, true),
        ),
        breaks("methods/full", "own-only", "`full` has no effect.", taken_for(METHODS, |_| true, false)),
        breaks("methods/full-false", "counts", "`full` counts as soon as it is there, also when it is `false`.", {
            taken_for(METHODS, |full| *full == false, true)
        }),
        breaks("methods/full-false", "zero-counts", "The text 0 as `full` counts as true.", {
            taken_for(METHODS, |full| *full == "0", true)
        }),
        breaks("methods/full-text-false", "read-as-false", "The text `false` as `full` counts as false.", {
            taken_for(METHODS, |full| *full == "false", false)
        }),
    ]
}

/// Some values of `full` are taken for another.
fn taken_for(methods: [Method; 1], is_meant: fn(&Value) -> bool, read: bool) -> impl Deed {
    way::params(methods, move |params| {
        if let Some(full) = params.get_mut("full").filter(|full| is_meant(full)) {
            *full = json!(read);
        }
    })
}

/// Some values of `scope` have no effect.
fn without_scope(is_meant: fn(&Value) -> bool) -> impl Deed {
    way::params(METHODS, move |params: &mut Params| params.retain(|name, value| name != "scope" || !is_meant(value)))
}

/// Whether the caller lacks the right to use the method that the call is about.
fn is_denied(call: &Call) -> bool {
    let method = call.param("name").and_then(Value::as_str).and_then(Method::parse);
    let needed = method.and_then(|method| method.row().permission);
    needed.is_some_and(|permission| call.caller.user.rights.extent(permission) == Extent::None)
}
