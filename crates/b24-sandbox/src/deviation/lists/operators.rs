//! Deviations of the operators of a filter.

use serde_json::Value;

use super::filter::{confuses, ignores, rewords};
use super::sift::sifts;
use crate::deviation::Deviation;
use crate::deviation::records::Kind;

/// Rules of companies with the operator that each is about, and the rule of contacts that covers it.
const RULES: [(&str, &str, &str); 14] = [
    ("equal", "", "equality"),
    ("equal-sign", "=", "equality"),
    ("not-equal", "!", "equality"),
    ("not-equal-sign", "!=", "equality"),
    ("greater", ">", "comparison"),
    ("greater-or-equal", ">=", "comparison"),
    ("less", "<", "comparison"),
    ("less-or-equal", "<=", "comparison"),
    ("contains", "%", "patterns"),
    ("like-beginning", "=%", "patterns"),
    ("like-reversed-beginning", "%=", "patterns"),
    ("one-of", "@", "membership"),
    ("none-of", "!@", "membership"),
    ("filled", "!=", "equality"),
];

/// Operators that are mistaken for another, by the rule of companies.
const MISTAKEN: [(&str, &str, &str); 14] = [
    ("equal", "", "!"),
    ("equal-sign", "=", "!="),
    ("not-equal", "!", "="),
    ("not-equal-sign", "!=", "="),
    ("greater", ">", ">="),
    ("greater-or-equal", ">=", ">"),
    ("less", "<", "<="),
    ("less-or-equal", "<=", "<"),
    ("greater", ">", "<"),
    ("less", "<", ">"),
    ("contains", "%", "="),
    ("like-beginning", "=%", "="),
    ("like-reversed-beginning", "%=", "%"),
    ("none-of", "!@", "@"),
];

/// The deviations of one kind.
pub(super) fn all(kind: Kind) -> Vec<Deviation> {
    let list = [kind.list];
    let ignored = RULES.into_iter().filter(|(rule, ..)| *rule != "filled").map(|(rule, operator, _)| {
        let says = format!("Conditions with {} are ignored.", called(operator));
        kind.breaks(&clause(kind, rule), &format!("{}ignored", word(kind, rule)), &says, {
            ignores(list, move |own, _, _| own == operator)
        })
    });
    let mistaken = MISTAKEN.into_iter().map(|(rule, operator, other)| {
        let says = format!("Conditions with {} are read as if it were {}.", called(operator), called(other));
        let how = format!("{}read-as-{}", word(kind, rule), name(other));
        kind.breaks(&clause(kind, rule), &how, &says, confuses(list, operator, other))
    });
    ignored.chain(mistaken).chain(lists(kind)).chain(patterns(kind)).chain(compared(kind)).collect()
}

/// Of values that are lists, or nothing.
fn lists(kind: Kind) -> Vec<Deviation> {
    let list = [kind.list];
    let first = |value: &Value| value.as_array().filter(|values| values.len() > 1).map(|values| values[0].clone());
    let mut all = vec![
        kind.breaks(
            &clause(kind, "filled"),
            "empty-text-ignored",
            "`!=` with the empty text is ignored.",
            ignores(list, |operator, _, value| operator == "!=" && value == ""),
        ),
        kind.breaks(
            &clause(kind, "one-of"),
            &format!("{}first-only", word(kind, "one-of")),
            "Of the values of `@` only the first counts.",
            rewords(list, "@", move |value| Some(("@", first(value)?))),
        ),
        kind.breaks(
            &clause(kind, "none-of"),
            &format!("{}first-only", word(kind, "none-of")),
            "Of the values of `!@` only the first counts.",
            rewords(list, "!@", move |value| Some(("!", first(value)?))),
        ),
    ];
    if kind.is_company() {
        all.push(kind.breaks(
            "list/equal-to-one-of",
            "first-only",
            "Of a list of values without operator only the first counts.",
            rewords(list, "", move |value| Some(("", first(value)?))),
        ));
        all.push(kind.breaks(
            "list/equal-to-one-of",
            "ignored",
            "A list of values without operator is ignored.",
            ignores(list, |operator, _, value| operator.is_empty() && value.is_array()),
        ));
        all.push(kind.breaks(
            "list/one-of-one",
            "ignored",
            "`@` with a value in place of a list is ignored.",
            ignores(list, |operator, _, value| operator == "@" && !value.is_array()),
        ));
    }
    all
}

/// Of patterns: both spellings of the operator, each with its own rules.
fn patterns(kind: Kind) -> Vec<Deviation> {
    let list = [kind.list];
    let anywhere = |text: &str| format!("%{}%", text.trim_matches('%'));
    let starting = |text: &str| format!("{}%", text.trim_matches('%'));
    let spellings = [("like", "=%"), ("like-reversed", "%=")];
    let of_spelling = spellings.into_iter().flat_map(|(rule, operator)| {
        let says = format!("{} finds the text anywhere, wherever `%` stands.", called(operator));
        let by_end = ["beginning", "end"].map(|end| {
            let rule = format!("{rule}-{end}");
            kind.breaks(&clause(kind, &rule), &format!("{}anywhere", word(kind, &rule)), &says, {
                let is_at_end = end == "end";
                rewords(list, operator, move |value| {
                    let text = value.as_str().filter(|text| text.starts_with('%') == is_at_end)?;
                    Some((operator, anywhere(text).into()))
                })
            })
        });
        let rule = format!("{rule}-part");
        let says = format!("{} looks at the beginning only.", called(operator));
        let part = kind.breaks(&clause(kind, &rule), &format!("{}at-beginning", word(kind, &rule)), &says, {
            rewords(list, operator, move |value| Some((operator, starting(value.as_str()?).into())))
        });
        by_end.into_iter().chain([part])
    });
    let contains = kind.breaks(
        &clause(kind, "contains"),
        &format!("{}at-beginning", word(kind, "contains")),
        "`%` looks at the beginning only.",
        rewords(list, "%", move |value| Some(("=%", starting(value.as_str()?).into()))),
    );
    of_spelling.chain([contains]).collect()
}

/// Of what values are compared as.
fn compared(kind: Kind) -> Vec<Deviation> {
    let mut all = vec![kind.breaks(
        "list/filters-agree",
        "equal-finds-parts",
        "A name alone finds parts of texts.",
        rewords([kind.list], "", |value| Some(("%", value.as_str().map(Value::from)?))),
    )];
    if kind.is_company() {
        all.push(kind.breaks(
            "list/greater",
            "compared-as-text",
            "`>` compares numbers as texts.",
            sifts(kind, |operator, _| operator == ">", |found, given| found.as_str() > Some(given)),
        ));
        all.push(kind.breaks(
            "list/less",
            "compared-as-text",
            "`<` compares numbers as texts.",
            sifts(
                kind,
                |operator, _| operator == "<",
                |found, given| found.as_str().is_some_and(|found| found < given),
            ),
        ));
        all.push(kind.breaks(
            "list/letter-case",
            "capitals-ignored",
            "A condition in capitals asks for nothing.",
            ignores([kind.list], |operator, _, value| {
                let text = value.as_str().unwrap_or_default();
                operator.is_empty() && text.chars().any(char::is_alphabetic) && text == text.to_uppercase()
            }),
        ));
    }
    all
}

/// The clause of a rule of companies, which contacts have under another name.
fn clause(kind: Kind, rule: &str) -> String {
    let stem = RULES.iter().find(|(known, ..)| *known == rule).map_or("patterns", |(_, _, contacts)| contacts);
    format!("list/{}", kind.either(rule, stem))
}

/// What tells the operators of one rule apart, for contacts.
fn word(kind: Kind, rule: &str) -> String {
    kind.either(String::new(), format!("{rule}-"))
}

/// An operator as a word.
fn name(operator: &str) -> &'static str {
    match operator {
        "!" | "!=" => "not-equal",
        ">" => "greater",
        ">=" => "greater-or-equal",
        "<" => "less",
        "<=" => "less-or-equal",
        "%" => "contains",
        "@" => "one-of",
        _ => "equal",
    }
}

/// An operator as it is written in a sentence.
fn called(operator: &str) -> String {
    if operator.is_empty() { "no operator".to_owned() } else { format!("`{operator}`") }
}
