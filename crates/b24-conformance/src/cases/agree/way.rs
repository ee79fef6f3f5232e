//! The ways to write one call.

use b24_contract::Encoding;
use b24_contract::rule::{AuthIn, Call, Credential};
use serde_json::{Map, Value};

use super::Dimension;
use crate::wire::Brackets;

/// One way to write a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    form: Form,
    ending: &'static str,
    encoding: Encoded,
    spelling: Spelling,
}

/// Where the credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Webhook,
    TokenInBody,
    TokenInQuery,
}

/// How parameters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Encoded {
    via: Encoding,
    brackets: Brackets,
    verb: &'static str,
}

/// Letter case of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    Documented,
    Upper,
    Mixed,
}

// The first of each list is the plain one.
const FORMS: [Form; 3] = [Form::Webhook, Form::TokenInBody, Form::TokenInQuery];
const ENDINGS: [&str; 5] = ["/{method}", "/{method}.json", "/{method}/", "//{method}", "/{method}.xml"];
const SPELLINGS: [Spelling; 3] = [Spelling::Documented, Spelling::Upper, Spelling::Mixed];
const ENCODINGS: [Encoded; 8] = [
    Encoded { via: Encoding::Json, brackets: Brackets::Raw, verb: "POST" },
    Encoded { via: Encoding::Form, brackets: Brackets::Raw, verb: "POST" },
    Encoded { via: Encoding::Form, brackets: Brackets::Encoded, verb: "POST" },
    Encoded { via: Encoding::Multipart, brackets: Brackets::Raw, verb: "POST" },
    Encoded { via: Encoding::Query, brackets: Brackets::Raw, verb: "GET" },
    Encoded { via: Encoding::Query, brackets: Brackets::Encoded, verb: "GET" },
    Encoded { via: Encoding::Query, brackets: Brackets::Raw, verb: "POST" },
    Encoded { via: Encoding::Query, brackets: Brackets::Encoded, verb: "POST" },
];

impl Way {
    const PLAIN: Way = Way { form: FORMS[0], ending: ENDINGS[0], encoding: ENCODINGS[0], spelling: SPELLINGS[0] };

    /// Ways that differ in one dimension, each after the one that it is compared with. Together the three dimensions
    /// go through every form, ending, encoding and spelling. Without an access token only the webhook's form is used.
    pub(super) fn pairs(dimension: Dimension, with_token: bool) -> Vec<(Way, Way)> {
        let forms = FORMS.into_iter().filter(|form| with_token || *form == Form::Webhook);
        let written = forms.flat_map(|form| ENDINGS.map(|ending| Way { form, ending, ..Way::PLAIN }));
        let encoded = |way: Way| ENCODINGS.map(|encoding| Way { encoding, ..way });
        let mut pairs: Vec<(Way, Way)> = match dimension {
            Dimension::Form => written.map(|way| (way.plain_in_its_format(), way)).collect(),
            Dimension::Encoding => written.flat_map(|way| encoded(way).map(|other| (way, other))).collect(),
            Dimension::Name => written
                .flat_map(encoded)
                .flat_map(|way| SPELLINGS.map(|spelling| (way, Way { spelling, ..way })))
                .collect(),
        };
        pairs.retain(|(plain, way)| plain != way);
        pairs
    }

    /// The plain way that asks for the same format of the answer.
    fn plain_in_its_format(self) -> Way {
        if self.ending.ends_with(".xml") { Way { ending: self.ending, ..Way::PLAIN } } else { Way::PLAIN }
    }

    /// Writes a call of a method in this way.
    pub(super) fn write(self, method: &str, params: &Map<String, Value>) -> (Call, Brackets) {
        let (credential, auth_in) = match self.form {
            Form::Webhook => (Credential::Webhook, AuthIn::Body),
            Form::TokenInBody => (Credential::Oauth, AuthIn::Body),
            Form::TokenInQuery => (Credential::Oauth, AuthIn::Query),
        };
        let call = Call {
            call: self.spelling.write(method),
            params: params.iter().map(|(name, value)| (self.spelling.write(name), value.clone())).collect(),
            credential,
            auth_in,
            via: self.encoding.via,
            verb: Some(self.encoding.verb.to_owned()),
            path: Some(self.ending.to_owned()),
            ..Call::default()
        };
        (call, self.encoding.brackets)
    }

    /// Ids of the rules without which the way would not be one. A portal that departs from a way is bound by the
    /// contract only if each of them binds.
    pub(super) fn rests_on(self) -> Vec<&'static str> {
        let form = match self.form {
            Form::Webhook => "protocol/form/webhook",
            Form::TokenInBody => "protocol/form/token-in-body",
            Form::TokenInQuery => "protocol/form/token-in-query",
        };
        let ending = match self.ending {
            "/{method}.json" => Some("protocol/form/suffix-json"),
            "/{method}/" => Some("protocol/form/trailing-slash"),
            "//{method}" => Some("protocol/form/double-slash"),
            "/{method}.xml" => Some("protocol/xml/list"),
            _ => None,
        };
        let encoding = match (self.encoding.via, self.encoding.verb) {
            (Encoding::Json, _) => "protocol/encoding/json",
            (Encoding::Form, _) => "protocol/encoding/form",
            (Encoding::Multipart, _) => "protocol/encoding/multipart",
            (Encoding::Query, "GET") => "protocol/form/get",
            (Encoding::Query, _) => "protocol/form/post-query",
        };
        let brackets = (self.encoding.brackets == Brackets::Encoded).then_some("protocol/encoding/encoded-brackets");
        let spelling = (self.spelling != Spelling::Documented).then_some("protocol/name/method-case");
        [Some(form), ending, Some(encoding), brackets, spelling].into_iter().flatten().collect()
    }

    /// The way in words, without what it shares with another.
    pub(super) fn unlike(self, other: Way) -> String {
        let parts = [
            (self.form != other.form).then(|| self.form.name().to_owned()),
            (self.ending != other.ending).then(|| format!("the path {}", self.ending)),
            (self.encoding != other.encoding).then(|| self.encoding.name()),
            (self.spelling != other.spelling).then(|| self.spelling.name().to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
    }
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Form::Webhook => "a webhook",
            Form::TokenInBody => "the access token in the body",
            Form::TokenInQuery => "the access token in the query",
        }
    }
}

impl Encoded {
    fn name(self) -> String {
        let brackets = match self.brackets {
            Brackets::Raw => "plain brackets",
            Brackets::Encoded => "encoded brackets",
        };
        match self.via {
            Encoding::Json => "a JSON body".to_owned(),
            Encoding::Form => format!("a form with {brackets}"),
            Encoding::Multipart => "a multipart body".to_owned(),
            Encoding::Query => format!("{} with {brackets} in the query", self.verb),
        }
    }
}

impl Spelling {
    fn write(self, name: &str) -> String {
        match self {
            Spelling::Documented => name.to_owned(),
            Spelling::Upper => name.to_uppercase(),
            Spelling::Mixed => {
                let alternate = |(place, c): (usize, char)| {
                    if place % 2 == 0 { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
                };
                name.chars().enumerate().map(alternate).collect()
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Spelling::Documented => "names as documented",
            Spelling::Upper => "names in upper case",
            Spelling::Mixed => "names in mixed case",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use b24_contract::contract;

    use super::*;

    #[test]
    fn the_three_dimensions_together_go_through_everything_once() {
        for (with_token, expected) in [(true, 3 * 5 * 8 * 3), (false, 5 * 8 * 3)] {
            let dimensions = [Dimension::Form, Dimension::Encoding, Dimension::Name];
            let ways: Vec<String> = dimensions
                .into_iter()
                .flat_map(|dimension| Way::pairs(dimension, with_token))
                .map(|(_, way)| format!("{way:?}"))
                .collect();
            let distinct: HashSet<&String> = ways.iter().collect();
            assert_eq!(distinct.len(), ways.len());
            // The plain way, for JSON and for XML, is only ever compared with.
            assert_eq!(distinct.len(), expected - 2);
        }
    }

    #[test]
    fn every_way_rests_on_rules_of_the_contract() {
        for dimension in [Dimension::Form, Dimension::Encoding, Dimension::Name] {
            for (plain, way) in Way::pairs(dimension, true) {
                for rule in plain.rests_on().into_iter().chain(way.rests_on()) {
                    assert!(contract().rules.iter().any(|known| known.id.as_str() == rule), "{rule}");
                }
            }
        }
    }

    #[test]
    fn spellings_differ_in_letter_case_only() {
        for spelling in SPELLINGS {
            assert!(spelling.write("crm.company.add").eq_ignore_ascii_case("crm.company.add"));
        }
        assert_eq!(Spelling::Mixed.write("id"), "Id");
    }
}
