//! What a breach of a schema is, as a sentence.

use b24_contract::mutate::Way;

/// What answers have instead.
pub(super) fn of(way: &Way) -> String {
    let clause = &way.clause;
    let (keyword, detail) = way.how.split_once(':').unwrap_or((&way.how, ""));
    match keyword {
        "type" => format!("Answers have {} where `{clause}` allows no such type.", sample(detail)),
        "missing" if detail.is_empty() => format!("Answers lack what `{clause}` describes."),
        "missing" => format!("Answers lack `{detail}`, which `{clause}` requires."),
        "present" => format!("Answers have `{detail}`, which `{clause}` forbids."),
        "additionalProperties" => format!("Answers have a member that `{clause}` does not know."),
        "enum" | "const" => format!("Answers have a value that is none of those that `{clause}` allows."),
        "minimum" | "exclusiveMinimum" => format!("Answers have a number below what `{clause}` allows."),
        "maximum" | "exclusiveMaximum" => format!("Answers have a number above what `{clause}` allows."),
        "minLength" | "minItems" => format!("Answers have less than `{clause}` wants."),
        "maxLength" | "maxItems" => format!("Answers have more than `{clause}` allows."),
        _ => format!("Answers have a text of another form than `{clause}` wants."),
    }
}

fn sample(kind: &str) -> &str {
    match kind {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a fraction",
        "boolean" => "`true`",
        "null" => "`null`",
        "array" => "`[]`",
        _ => "`{}`",
    }
}
