//! What `halt` does.

use b24_contract::generated::error;
use serde_json::{Value, json};

use super::breaks;
use super::commands::{BATCH, SECTIONS, change_commands, entries, keys, section};
use crate::call::Call;
use crate::deviation::{Deviation, way};
use crate::methods::value;
use crate::twist::{Answering, Next};

pub(super) fn all() -> Vec<Deviation> {
    let taken_for = |is_meant: fn(&Value) -> bool, read: bool| {
        way::params(BATCH, move |params| {
            if let Some(halt) = params.get_mut("halt").filter(|halt| is_meant(halt)) {
                *halt = json!(read);
            }
        })
    };
    let read = |rule, how, says, is_meant, read| breaks(rule, how, says, taken_for(is_meant, read));
    let mut all = vec![
        breaks("goes-on", "halts", "A batch without `halt` ends with the first command that fails.", {
            way::params(BATCH, |params| {
                params.entry("halt").or_insert(json!(true));
            })
        }),
        breaks("halt-true", "ignored", "`halt` has no effect.", {
            way::params(BATCH, |params| {
                params.remove("halt");
            })
        }),
        breaks(
            "halt-true",
            "skipped-told",
            "Commands that `halt` skips are told as errors.",
            way::rewrites(BATCH, tells_skipped),
        ),
        breaks("halt-without-failure", "first-only", "With `halt` only the first command runs.", {
            way::params(BATCH, |params| {
                if halts(params) {
                    change_commands(params, |commands| commands.truncate(1));
                }
            })
        }),
        breaks(
            "halt-prevents",
            "runs-unseen",
            "Commands that `halt` skips run nevertheless, and are not told.",
            way::rewrites(BATCH, runs_unseen),
        ),
        breaks(
            "halt-text-false",
            "refused",
            "A batch whose `halt` is the text `false` is refused.",
            way::refuses(BATCH, &error::BATCH_CMD_INVALID, |params| params.get("halt") == Some(&json!("false"))),
        ),
    ];
    all.extend([
        read(
            "halt-false",
            "counts",
            "`halt` counts as soon as it is there, also when it is `false`.",
            |halt| *halt == false,
            true,
        ),
        read("halt-zero", "number-counts", "0 as `halt` counts as true.", |halt| *halt == 0, true),
        read("halt-zero", "text-counts", "The text 0 as `halt` counts as true.", |halt| *halt == "0", true),
        read("halt-one", "number-ignored", "1 as `halt` counts as false.", |halt| *halt == 1, false),
        read("halt-one", "text-ignored", "The text 1 as `halt` counts as false.", |halt| *halt == "1", false),
        read("halt-empty", "null-counts", "Nothing as `halt` counts as true.", Value::is_null, true),
        read("halt-empty", "text-counts", "The empty text as `halt` counts as true.", |halt| *halt == "", true),
        read("halt-empty", "list-counts", "The empty list as `halt` counts as true.", Value::is_array, true),
    ]);
    all
}

fn halts(params: &way::Params) -> bool {
    params.get("halt").is_some_and(value::truthy)
}

/// Keys of the commands behind the first that failed.
fn skipped(call: &Call, result: &Value) -> Vec<String> {
    let failed = keys(result, "result_error");
    let keys = entries(&call.params).into_iter().map(|(key, _)| key);
    keys.skip_while(|key| !failed.contains(key)).skip(1).collect()
}

fn tells_skipped(call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let mut answer = next.run(call.clone()).await;
        if halts(&call.params)
            && let Some(result) = answer.body.get_mut("result")
        {
            let skipped = skipped(&call, result);
            let error = json!({ "error": "", "error_description": "Skipped." });
            section(result, "result_error", |errors| {
                errors.extend(skipped.iter().map(|key| (key.clone(), error.clone())));
            });
        }
        answer
    })
}

fn runs_unseen(mut call: Call, next: Next<'_>) -> Answering<'_> {
    Box::pin(async move {
        let told = call.clone();
        call.params.remove("halt");
        let mut answer = next.run(call).await;
        if halts(&told.params)
            && let Some(result) = answer.body.get_mut("result")
        {
            let skipped = skipped(&told, result);
            SECTIONS
                .iter()
                .for_each(|name| section(result, name, |told| told.retain(|(key, _)| !skipped.contains(key))));
        }
        answer
    })
}
