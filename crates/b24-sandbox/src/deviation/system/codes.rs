//! `access.name` and `user.access`.

use b24_contract::{Encoding, Method};
use serde_json::{Value, json};

use super::breaks;
use crate::deviation::way::Params;
use crate::deviation::{Deed, Deviation, way};
use crate::methods::value;

const NAME: [Method; 1] = [Method::AccessName];
const ACCESS: [Method; 1] = [Method::UserAccess];

pub(super) fn all() -> Vec<Deviation> {
    names().into_iter().chain(lists()).chain(users()).chain(shapes()).collect()
}

/// What codes are called.
fn names() -> Vec<Deviation> {
    let names = |change: fn(&mut Params, &Params)| {
        way::results(NAME, move |result, params| {
            if let Value::Object(names) = result {
                change(names, params);
            }
        })
    };
    vec![
        breaks("access.name/names", "provider-in-name", "The provider of a code is told as part of its name.", {
            names(|names, _| names.values_mut().for_each(|name| name["provider"] = name["name"].clone()))
        }),
        breaks("access.name/names", "list", "Names come as a list, without their codes.", {
            way::results(NAME, |result, _| {
                if let Value::Object(names) = result {
                    *result = names.values().cloned().collect();
                }
            })
        }),
        breaks("access.name/author", "unknown", "The code `CR` is unknown.", without(|code| code == "CR")),
        breaks("access.name/user", "unknown", "Codes of users are unknown.", {
            without(|code| code.strip_prefix('U').is_some_and(|id| id.parse::<u64>().is_ok()))
        }),
        breaks("access.name/unknown-left-out", "named-by-code", "A code that does not exist is its own name.", {
            names(|names, params| {
                for code in codes(params).iter().filter_map(Value::as_str) {
                    names
                        .entry(code)
                        .or_insert_with(|| json!({ "provider": "", "name": code, "provider_id": "other" }));
                }
            })
        }),
        breaks("access.name/unknown-left-out", "null", "A code that does not exist is told as null.", {
            names(|names, params| {
                for code in codes(params).iter().filter_map(Value::as_str) {
                    names.entry(code).or_insert(Value::Null);
                }
            })
        }),
        breaks("access.name/all-unknown", "false", "When none of the codes exists the result is `false`.", {
            way::results(NAME, |result, _| becomes(result, &json!([]), json!(false)))
        }),
        breaks("access.name/all-unknown", "object", "When none of the codes exists the result is an empty object.", {
            way::results(NAME, |result, _| becomes(result, &json!([]), json!({})))
        }),
        breaks(
            "access.name/twice",
            "told-twice",
            "A code that is asked for twice is told a second time under a number.",
            {
                names(|names, params| {
                    let codes = codes(params);
                    let again = codes.iter().enumerate().filter(|(place, code)| codes[..*place].contains(code));
                    let again: Params = again
                        .filter_map(|(place, code)| Some((place.to_string(), names.get(code.as_str()?)?.clone())))
                        .collect();
                    names.extend(again);
                })
            },
        ),
    ]
}

/// What is taken for a list of codes.
fn lists() -> Vec<Deviation> {
    let is = |is_meant: fn(Option<&Value>) -> bool, result: fn() -> Value| {
        way::rewrites(NAME, move |call, next| {
            if is_meant(call.param("ACCESS")) {
                return Box::pin(std::future::ready(next.succeed(Method::AccessName, result())));
            }
            Box::pin(next.run(call))
        })
    };
    vec![
        breaks("access.name/missing", "empty-list", "Without codes the result is an empty list.", {
            is(|access| access.is_none(), || json!([]))
        }),
        breaks("access.name/empty", "empty-list", "With an empty list of codes the result is an empty list.", {
            is(|access| access == Some(&json!([])), || json!([]))
        }),
        breaks("access.name/text", "one-code", "A text is a list of one code.", {
            way::params(NAME, |params| listed(params, Value::is_string))
        }),
        breaks("access.name/number", "one-code", "A number, a truth value or nothing is a list of one code.", {
            way::params(NAME, |params| listed(params, |access| !access.is_string()))
        }),
        breaks("access.name/object", "unread", "An object holds no codes.", {
            is(|access| access.is_some_and(Value::is_object), || json!(false))
        }),
        breaks("access.name/numbers", "all-unread", "A number among the codes makes the list none.", {
            is(has_number, || json!(false))
        }),
        breaks("access.name/form", "unread", "Codes in a form are not read.", unread_in_form(Method::AccessName)),
    ]
}

/// Who has a code.
fn users() -> Vec<Deviation> {
    let has = |code: fn(&str) -> bool, has: bool| {
        way::replies(ACCESS, move |result, call| {
            let asked = codes(&call.params);
            if !call.caller.user.is_admin() && asked.iter().filter_map(Value::as_str).any(code) {
                *result = json!(has);
            }
        })
    };
    let is_user = |code: &str| code.starts_with('U') && code.len() < 10;
    vec![
        breaks("user.access/own-code", "not-had", "Nobody has a code of one user.", has(is_user, false)),
        breaks("user.access/foreign-code", "everybodys", "Everybody has the code of every user.", has(is_user, true)),
        breaks("user.access/everybody", "not-authorised", "Nobody has the code `AU`.", has(|code| code == "AU", false)),
        breaks("user.access/everybody", "not-a-visitor", "Nobody has the code `G2`.", has(|code| code == "G2", false)),
        breaks("user.access/author", "everybodys", "Everybody has the code `CR`.", has(|code| code == "CR", true)),
        breaks("user.access/unknown-code", "everybodys", "Everybody has a code that does not exist.", {
            has(|code| code == "NOSUCHCODE" || code.len() > 10, true)
        }),
        breaks("user.access/one-suffices", "first-only", "Of several codes only the first one counts.", {
            way::params(ACCESS, |params| {
                if let Some(Value::Array(codes)) = params.get_mut("ACCESS") {
                    codes.truncate(1);
                }
            })
        }),
        breaks("user.access/one-suffices", "all-needed", "A user needs all of the codes.", {
            way::results(ACCESS, |result, params| {
                let known = |code: &Value| ["AU", "G2"].contains(&code.as_str().unwrap_or_default());
                *result = json!(*result == true && codes(params).iter().all(known));
            })
        }),
        breaks(
            "user.access/administrator",
            "codes-counted",
            "An administrator has the codes of everybody and no others.",
            {
                way::replies(ACCESS, |result, call| {
                    let known = |code: &Value| ["AU", "G2"].contains(&code.as_str().unwrap_or_default());
                    *result = json!(*result == true && codes(&call.params).iter().any(known));
                })
            },
        ),
    ]
}

/// How codes are given.
fn shapes() -> Vec<Deviation> {
    let answers = |is_meant: fn(Option<&Value>) -> bool, has: bool| {
        way::replies(ACCESS, move |result, call| {
            if !call.caller.user.is_admin() && is_meant(call.param("ACCESS")) {
                *result = json!(has);
            }
        })
    };
    vec![
        breaks(
            "user.access/missing",
            "had",
            "Without codes the answer is `true`.",
            answers(|access| access.is_none(), true),
        ),
        breaks("user.access/missing", "empty-had", "With an empty list of codes the answer is `true`.", {
            answers(|access| access == Some(&json!([])), true)
        }),
        breaks("user.access/text", "unread", "A text holds no codes.", {
            answers(|access| access.is_some_and(Value::is_string), false)
        }),
        breaks("user.access/form", "unread", "Codes in a form are not read.", unread_in_form(Method::UserAccess)),
        breaks("user.access/object", "unread", "An object holds no codes.", {
            answers(|access| access.is_some_and(Value::is_object), false)
        }),
        breaks("user.access/number", "had", "A number is everybody's code.", {
            answers(|access| access.is_some_and(Value::is_number) || has_number(access), true)
        }),
    ]
}

/// The codes that a call is about.
fn codes(params: &Params) -> Vec<Value> {
    params.get("ACCESS").map(value::entries).unwrap_or_default().into_iter().cloned().collect()
}

fn has_number(access: Option<&Value>) -> bool {
    access.and_then(Value::as_array).is_some_and(|codes| codes.iter().any(Value::is_number))
}

/// Makes a list of what is none.
fn listed(params: &mut Params, is_meant: impl Fn(&Value) -> bool) {
    if let Some(access) = params.get_mut("ACCESS").filter(|access| value::list(access).is_none() && is_meant(access)) {
        *access = json!([access.take()]);
    }
}

fn without(is_unknown: fn(&str) -> bool) -> impl Deed {
    way::results(NAME, move |result, _| {
        if let Value::Object(names) = result {
            names.retain(|code, _| !is_unknown(code));
        }
        becomes(result, &json!({}), json!([]));
    })
}

fn becomes(result: &mut Value, from: &Value, to: Value) {
    if result == from {
        *result = to;
    }
}

fn unread_in_form(method: Method) -> impl Deed {
    way::hears(move |heard| {
        if heard.decoded.encoding == Encoding::Form && Method::parse(&heard.route.method) == Some(method) {
            heard.decoded.params.clear();
        }
    })
}
