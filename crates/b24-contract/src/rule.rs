//! The grammar of rules: behaviour as data.
//!
//! A rule makes records (`given`), sends one call (`when`) and says what must hold (`then`). The same grammar, without
//! `then`, says how an error is provoked. `spec/grammar/` has its JSON Schema.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{ClauseId, Source};

/// Behaviour that a payload schema cannot say.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// Permanent clause id.
    pub id: ClauseId,
    /// The rule as one sentence.
    pub says: String,
    /// Where the rule comes from.
    pub source: Source,
    /// How the choice was made where sources disagree or are silent.
    pub why: Option<String>,
    /// What the target must be able to do besides the credentials used.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Records to make first.
    #[serde(default)]
    pub given: Vec<Given>,
    /// The call that the rule is about; absent when `checked_by` names a case in Rust.
    pub when: Option<Call>,
    /// What must hold.
    #[serde(default)]
    pub then: Vec<Expectation>,
    /// What other sources say; any of them passes.
    #[serde(default)]
    pub alternatives: Vec<Alternative>,
    /// Name of the case in Rust that checks a rule which the grammar cannot say.
    pub checked_by: Option<String>,
}

/// What another source says instead of a rule's `then`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// The alternative as one sentence.
    pub says: String,
    /// Who says it.
    pub source: Source,
    /// What holds then.
    pub then: Vec<Expectation>,
}

/// What a target must be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Plant errors and move time through a sandbox's control interface.
    Control,
    /// Create records.
    Write,
}

/// A record to make before the call.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// A company, known afterwards by the variable's name.
    Company {
        /// Variable that stands for its id.
        company: String,
        /// Fields besides the title.
        #[serde(default)]
        fields: Map<String, Value>,
    },
    /// A contact, known afterwards by the variable's name.
    Contact {
        /// Variable that stands for its id.
        contact: String,
        /// Fields besides the name.
        #[serde(default)]
        fields: Map<String, Value>,
    },
    /// A link from a company to a contact, made through the company.
    Link {
        /// Variables of the company and the contact.
        link: [String; 2],
        /// Sort index.
        #[serde(rename = "SORT")]
        sort: Option<i64>,
        /// Primary flag, `Y` or `N`.
        #[serde(rename = "IS_PRIMARY")]
        is_primary: Option<String>,
    },
}

/// One call: what is sent, as whom and how. What is left out has its usual value.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Call {
    /// Method name as it is sent.
    pub call: String,
    /// Parameters, with variables.
    #[serde(default)]
    pub params: Map<String, Value>,
    /// The credential.
    #[serde(default, rename = "as")]
    pub credential: Credential,
    /// How parameters travel.
    #[serde(default)]
    pub via: crate::Encoding,
    /// Where an access token travels.
    #[serde(default)]
    pub auth_in: AuthIn,
    /// HTTP method; POST unless parameters travel in the query, then GET.
    pub verb: Option<String>,
    /// What follows the credential part of the URL, such as `/{method}.json`; `/{method}` unless given.
    pub path: Option<String>,
    /// Query string added as it stands.
    pub query: Option<String>,
    /// Request headers besides those of the encoding.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// A raw body instead of encoded parameters.
    pub body: Option<String>,
    /// Content type of the raw body.
    pub content_type: Option<String>,
}

/// Whose credential a call carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credential {
    /// A webhook with all rights.
    #[default]
    Webhook,
    /// An access token with all rights.
    Oauth,
    /// A user without rights.
    Denied,
    /// A user who may only read.
    Reader,
    /// A credential without the scope `crm`.
    NoScope,
    /// An access token whose hour is over.
    Expired,
    /// An access token that no application has.
    WrongToken,
    /// A webhook code that does not exist.
    WrongWebhook,
    /// No credential.
    None,
}

/// Where an access token travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthIn {
    /// With the parameters.
    #[default]
    Body,
    /// In the query.
    Query,
}

/// What must hold of an answer. Members that are left out are not looked at.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Expectation {
    /// A call to send first; without it the last answer is looked at.
    #[serde(flatten, deserialize_with = "called")]
    pub call: Option<Call>,
    /// HTTP status.
    pub status: Option<u16>,
    /// Id of the error that must come.
    pub error: Option<ClauseId>,
    /// The whole result; numbers compare by value.
    #[serde(default, deserialize_with = "present")]
    pub result: Option<Value>,
    /// Members that the result, or one of its entries, must have.
    pub contains: Option<Map<String, Value>>,
    /// Number of entries of the result.
    pub count: Option<usize>,
    /// Pointers into the body that must exist.
    #[serde(default)]
    pub present: Vec<String>,
    /// Pointers into the body that must not exist.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Headers of the answer, as regular expressions.
    #[serde(default)]
    pub answer_headers: BTreeMap<String, String>,
    /// An element below `response` of an XML answer.
    pub xml: Option<String>,
    /// Whether the call succeeds, whatever its result.
    #[serde(default)]
    pub success: bool,
    /// Whether the answer has no body.
    #[serde(default)]
    pub empty_body: bool,
}

/// An error's `provoke`: a call, with the records it needs.
#[derive(Debug, Clone, Deserialize)]
pub struct Provocation {
    /// Records to make first.
    #[serde(default)]
    pub given: Vec<Given>,
    /// The call that meets the error.
    #[serde(flatten)]
    pub call: Call,
}

/// Reads the members of a call, if there is one. Serde's own flattening takes a call that it cannot read for none.
fn called<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Call>, D::Error> {
    let members = Map::deserialize(deserializer)?;
    if !members.contains_key("call") {
        return Ok(None);
    }
    Call::deserialize(Value::Object(members)).map(Some).map_err(serde::de::Error::custom)
}

/// Keeps `null` apart from an absent member.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rule(then: Value) -> Result<Rule, serde_json::Error> {
        serde_json::from_value(json!({
            "id": "protocol/x/y",
            "says": "Something holds.",
            "source": { "documented": "page" },
            "needs": ["write", "control"],
            "given": [
                { "company": "$c", "fields": { "TITLE": "x" } },
                { "contact": "$a" },
                { "link": ["$c", "$a"], "SORT": 10, "IS_PRIMARY": "Y" },
            ],
            "when": { "call": "crm.x", "params": { "id": "$c" }, "as": "no-scope", "via": "form", "auth-in": "query" },
            "then": [then],
        }))
    }

    #[test]
    fn a_rule_is_read_with_all_its_parts() {
        let rule = rule(json!({ "result": null, "answer-headers": { "x": "y" }, "empty-body": true })).expect("a rule");
        assert_eq!(rule.needs, [Need::Write, Need::Control]);
        assert!(matches!(&rule.given[..], [
            Given::Company { company, fields },
            Given::Contact { contact, .. },
            Given::Link { link, sort: Some(10), is_primary: Some(primary) },
        ] if company == "$c" && fields["TITLE"] == "x" && contact == "$a" && link[1] == "$a" && primary == "Y"));
        let when = rule.when.expect("it has one");
        assert_eq!(
            (when.credential, when.via, when.auth_in),
            (Credential::NoScope, crate::Encoding::Form, AuthIn::Query)
        );
        let then = &rule.then[0];
        assert!(then.call.is_none() && then.empty_body && !then.success);
        assert_eq!((&then.result, then.answer_headers["x"].as_str()), (&Some(Value::Null), "y"));
    }

    #[test]
    fn an_expectation_may_send_a_call_of_its_own() {
        let then = |then: Value| rule(then).map(|rule| rule.then[0].clone());
        let second = then(json!({ "call": "crm.y", "params": { "a": 1 }, "as": "oauth", "status": 200, "count": 0 }));
        let second = second.expect("a rule");
        let call = second.call.expect("it has one");
        assert_eq!((call.call.as_str(), call.credential, &call.params["a"]), ("crm.y", Credential::Oauth, &json!(1)));
        assert_eq!((second.status, second.count, second.result), (Some(200), Some(0), None));
        for broken in [json!({ "call": "crm.y", "as": "nobody" }), json!({ "call": 5 }), json!({ "status": "ok" })] {
            assert!(then(broken.clone()).is_err(), "{broken}");
        }
    }
}
