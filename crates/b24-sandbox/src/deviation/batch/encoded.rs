//! How commands travel.

use b24_contract::php::parse_query;
use b24_contract::{Encoding, Method};
use serde_json::Value;

use super::breaks;
use super::commands::{Entries, change_commands, change_texts, texts};
use crate::deviation::{Deed, Deviation, way};

pub(super) fn all() -> Vec<Deviation> {
    let twice = |encoding| hears(encoding, |commands| change_texts(commands, decoded));
    vec![
        breaks("encoded-command", "taken-literally", "Percent signs in commands begin no escape.", {
            texts(|text| text.replace('%', "%25"))
        }),
        breaks("encoded-command", "plus-kept", "A plus sign in a command is a plus sign.", {
            texts(|text| text.replace('+', "%2B"))
        }),
        breaks("form", "decoded-twice", "Commands of a form are decoded once more.", twice(Encoding::Form)),
        breaks("query", "decoded-twice", "Commands of a query are decoded once more.", twice(Encoding::Query)),
        breaks(
            "multipart",
            "decoded-twice",
            "Commands in multipart are decoded as those of a form.",
            twice(Encoding::Multipart),
        ),
        breaks(
            "form-without-keys",
            "last-only",
            "Of commands of a form without keys only the last one counts.",
            way::hears(|heard| {
                if heard.decoded.encoding == Encoding::Form
                    && let Some(Value::Array(list)) = heard.decoded.params.get_mut("cmd")
                {
                    *list = list.pop().into_iter().collect();
                }
            }),
        ),
        breaks(
            "names-any-case",
            "exact",
            "`cmd` and `halt` are recognised in lower case only.",
            way::hears(|heard| {
                if Method::parse(&heard.route.method) == Some(Method::Batch) {
                    heard.decoded.params.retain(|name, _| name.chars().all(char::is_lowercase));
                }
            }),
        ),
    ]
}

/// Commands that come in some encoding are misread.
pub(super) fn hears(encoding: Encoding, change: impl Fn(&mut Entries) + Send + Sync + Copy + 'static) -> impl Deed {
    way::hears(move |heard| {
        if heard.decoded.encoding == encoding && Method::parse(&heard.route.method) == Some(Method::Batch) {
            change_commands(&mut heard.decoded.params, change);
        }
    })
}

/// A text without urlencoding.
fn decoded(text: &str) -> String {
    let value = parse_query(&format!("text={}", text.replace('&', "%26"))).unwrap_or_default();
    value.get("text").and_then(Value::as_str).unwrap_or_default().to_owned()
}
