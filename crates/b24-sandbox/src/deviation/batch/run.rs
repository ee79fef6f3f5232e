//! Which commands of a batch run, and as whom.

use b24_contract::generated::error;
use serde_json::Value;

use super::breaks;
use super::commands::{BATCH, entries, read, retells, texts};
use crate::deviation::access::{owner, with_scopes};
use crate::deviation::{Deviation, way};

/// What a method is called that no portal has.
const NOBODYS: &str = "no.such.method";

pub(super) fn all() -> Vec<Deviation> {
    let mut all = vec![
        breaks("runs-each", "results-swapped", "Results of the first two commands are swapped.", {
            retells("result", |results| {
                if let [(_, first), (_, second), ..] = &mut results[..] {
                    std::mem::swap(first, second);
                }
            })
        }),
        breaks("runs-each", "keys-lost", "Results stand under numbers instead of the commands' keys.", {
            retells("result", |results| {
                results.iter_mut().enumerate().for_each(|(place, (key, _))| *key = place.to_string());
            })
        }),
        breaks(
            "runs-each",
            "last-forgotten",
            "The last of several commands is not run.",
            super::commands::commands(|commands| {
                if commands.len() > 1 {
                    commands.pop();
                }
            }),
        ),
    ];
    all.extend(spelled());
    all.extend(as_whom());
    all
}

/// How a command may be written.
fn spelled() -> Vec<Deviation> {
    let unknown = |text: &str| format!("{NOBODYS}.{text}");
    vec![
        breaks(
            "no-parameters",
            "question-mark-needed",
            "A command without a question mark names no method.",
            texts(move |text| if text.contains('?') { text.to_owned() } else { unknown(text) }),
        ),
        breaks(
            "question-mark-only",
            "part-of-name",
            "A question mark without parameters behind it is read as part of the method's name.",
            texts(move |text| if text.ends_with('?') { unknown(text) } else { text.to_owned() }),
        ),
        breaks(
            "method-case",
            "exact",
            "In a command a method's name counts in lower case only.",
            texts(move |text| {
                let name = text.split('?').next().unwrap_or_default();
                if name.chars().any(char::is_uppercase) { unknown(text) } else { text.to_owned() }
            }),
        ),
        breaks(
            "foreign-parameter",
            "fails-inside",
            "A parameter that the method does not know is a fault of the portal in a command.",
            way::rewrites([], |call, next| {
                let known = call.method.contract().map(|method| method.row().parameters).unwrap_or_default();
                let foreign = |name: &String| !known.iter().any(|known| known.name.eq_ignore_ascii_case(name));
                if next.is_command() && call.params.keys().any(foreign) {
                    return Box::pin(std::future::ready((&error::SYSTEM_INTERNAL_SERVER_ERROR).into()));
                }
                Box::pin(next.run(call))
            }),
        ),
        breaks(
            "foreign-parameter",
            "ampersand-cuts",
            "A command that ends with an ampersand loses its last parameter.",
            texts(|text| match text.strip_suffix('&') {
                Some(text) => text.rsplit_once('&').map_or(text, |(before, _)| before).to_owned(),
                None => text.to_owned(),
            }),
        ),
        breaks(
            "foreign-member",
            "refused",
            "A batch with any other parameter than `cmd` and `halt` is refused.",
            way::refuses(BATCH, &error::BATCH_CMD_INVALID, |params| {
                params.keys().any(|name| !["cmd", "halt"].contains(&name.as_str()))
            }),
        ),
        breaks(
            "foreign-member",
            "start-counts",
            "`start` of a batch skips so many commands.",
            way::params(BATCH, |params| {
                let start = params.get("start").and_then(b24_contract::integer).unwrap_or_default();
                let start = usize::try_from(start).unwrap_or_default();
                super::commands::change_commands(params, |commands| {
                    commands.drain(..start.min(commands.len()));
                });
            }),
        ),
    ]
}

/// In whose name commands run.
fn as_whom() -> Vec<Deviation> {
    vec![
        breaks(
            "as-caller",
            "as-administrator",
            "Commands run with the rights of the portal's administrator.",
            way::calls(BATCH, |call| {
                if let Some(owner) = owner(&call.settings) {
                    call.caller = owner;
                }
            }),
        ),
        breaks(
            "token",
            "without-scopes",
            "Commands of a batch that was sent with an access token have none of its scopes.",
            way::calls(BATCH, |call| {
                if call.caller.application.is_some() {
                    call.caller = with_scopes(&call.caller, Vec::new());
                }
            }),
        ),
        breaks(
            "any-scope",
            "scope-needed",
            "A batch needs the scope `crm`.",
            way::bars(BATCH, &error::SYSTEM_INSUFFICIENT_SCOPE, |call| !call.caller.has_scope("crm")),
        ),
        breaks(
            "any-scope",
            "unchecked",
            "Scopes do not count within a batch.",
            way::calls(BATCH, |call| {
                call.caller = with_scopes(&call.caller, call.settings.config.scopes.clone());
            }),
        ),
        breaks(
            "any-scope",
            "fails-whole",
            "A batch with one command that lacks its scope is refused as a whole.",
            way::bars(BATCH, &error::SYSTEM_INSUFFICIENT_SCOPE, |call| {
                let lacks = |command: &Value| {
                    let method = read(command).and_then(|(method, _)| method);
                    method.is_some_and(|method| !call.caller.reaches(method))
                };
                entries(&call.params).iter().any(|(_, command)| lacks(command))
            }),
        ),
    ]
}
