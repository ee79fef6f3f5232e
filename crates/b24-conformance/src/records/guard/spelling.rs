//! However a call is written, a portal runs the method that the guard looked at, or the call is not sent.

use b24_contract::rule::Call;
use b24_contract::{Effect, Method, documented};

/// Content types of bodies that the guard reads as a portal does.
const READABLE: [&str; 2] = ["application/json", "application/x-www-form-urlencoded"];

/// Whether a raw body of this content type can be read; one without a type is read as JSON or as a form.
pub(super) fn is_readable(content_type: Option<&str>) -> bool {
    let kind = content_type.map(|kind| kind.split(';').next().unwrap_or_default().trim());
    kind.is_none_or(|kind| READABLE.iter().any(|readable| readable.eq_ignore_ascii_case(kind)))
}

/// Why a call's address could lead to another method than the one that it names.
pub(super) fn objection_to_address(call: &Call) -> Option<String> {
    if !is_plain(&call.call) {
        return Some(format!("{:?} is no name of a method", call.call));
    }
    let path = call.path.as_deref().unwrap_or("/{method}");
    let is_usual = path.split_once("{method}").is_some_and(|(before, after)| {
        before.bytes().all(|byte| byte == b'/') && matches!(after.trim_end_matches('/'), "" | ".json" | ".xml")
    });
    (!is_usual).then(|| format!("the path {path:?} does not end in the method's name"))
}

/// Why a method that the contract does not describe must not be called; nothing for one that no portal has, or that reads.
pub(super) fn objection_to_unknown(name: &str) -> Option<String> {
    let bare: String = name.chars().filter(|&c| is_plain_character(c)).collect();
    let mut known = Some(bare.as_str());
    while let Some(prefix) = known {
        if changes(prefix) {
            return Some(format!("{name} may change something"));
        }
        known = prefix.rsplit_once('.').map(|(before, _)| before);
    }
    name.contains(['%', '/', '\\']).then(|| format!("{name} may be another name"))
}

/// Whether a portal may change something when this method is called.
fn changes(name: &str) -> bool {
    match (Method::parse(name), documented::name(name)) {
        (Some(method), _) => method.row().effect == Effect::Write,
        (None, Some(name)) => !["get", "list", "fields"].iter().any(|last| name.ends_with(&format!(".{last}"))),
        (None, None) => false,
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_plain_character)
}

fn is_plain_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_')
}
