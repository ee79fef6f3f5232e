//! The same call, written in many ways: every calling form, encoding and spelling gets the same answer.

mod way;

use b24_contract::rule::{Credential, Given};
use b24_contract::{AnswerBody, ClauseId, Contract, Exchange};
use serde_json::{Map, Value, json};

use self::way::Way;
use crate::json::{brief, difference, shorten};
use crate::records::ADD_LINK;
use crate::rule::{summary, xml_result};
use crate::scope::{Scope, Stop};
use crate::wire::{Brackets, command};

/// What differs between two ways to write a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dimension {
    /// Where the credential stands, and the path's ending.
    Form,
    /// How parameters travel.
    Encoding,
    /// Letter case of names.
    Name,
}

/// Sends the same calls in every way and compares their answers, time aside.
pub(crate) async fn check(
    scope: &mut Scope<'_>,
    contract: &Contract,
    clause: &ClauseId,
    dimension: Dimension,
) -> Result<(), Stop> {
    let with_token = scope.wire().target().token(Credential::Oauth).is_some();
    if !with_token {
        scope.remark("only with a webhook, for want of an access token".to_owned());
    }
    scope.make(&given()).await?;
    for (method, params) in calls(dimension) {
        let mut compared: Option<(Way, usize, Seen)> = None;
        for (plain, way) in Way::pairs(dimension, with_token) {
            let (at, expected) = match compared.take() {
                Some((known, at, seen)) if known == plain => (at, seen),
                _ => send(scope, method, &params, plain).await?,
            };
            let (here, seen) = send(scope, method, &params, way).await?;
            if let Some(message) = expected.differs_from(&seen) {
                let message = format!("{} gets another answer: {message}", way.unlike(plain));
                let rests_on = plain.rests_on().into_iter().chain(way.rests_on()).map(ClauseId::new);
                let binds = rests_on.chain([clause.clone()]).all(|clause| binds(contract, &clause));
                scope.depart_at(clause, binds, String::new(), message, vec![at, here]);
            }
            compared = Some((plain, at, expected));
        }
    }
    Ok(())
}

/// Number of requests that the comparison takes, the records for it not counted.
pub(crate) fn requests(dimension: Dimension, with_token: bool) -> u32 {
    let pairs = Way::pairs(dimension, with_token);
    let plain = 1 + pairs.windows(2).filter(|pair| pair[0].0 != pair[1].0).count();
    u32::try_from(calls(dimension).len() * (pairs.len() + plain)).unwrap_or(u32::MAX)
}

fn binds(contract: &Contract, clause: &ClauseId) -> bool {
    contract.source_of(clause).is_some_and(|source| source.binds())
}

/// A company with a link, so that both calls have something to answer.
fn given() -> [Given; 3] {
    [
        Given::Company { company: "$c".to_owned(), fields: Map::new() },
        Given::Contact { contact: "$a".to_owned(), fields: Map::new() },
        Given::Link { link: ["$c".to_owned(), "$a".to_owned()], sort: Some(30), is_primary: None },
    ]
}

/// Calls that read. Encodings are compared by more of them: with nested parameters, which change nothing, as the link is
/// there already; with operators in names; with commands inside.
fn calls(dimension: Dimension) -> Vec<(&'static str, Map<String, Value>)> {
    let object = |value: Value| value.as_object().cloned().unwrap_or_default();
    let own = json!({ ">=ID": "$c", "<=ID": "$c", "%TITLE": "company" });
    let list = object(json!({ "filter": own, "order": { "ID": "DESC" }, "select": ["TITLE", "ORIGIN_ID", "ID"] }));
    let commands = json!({
        "list": command("crm.company.list", &list, Brackets::Encoded),
        "links": command("crm.company.contact.items.get", &object(json!({ "id": "$c" })), Brackets::Raw),
        "contact": "crm.contact.get?id=$result[links][0][CONTACT_ID]",
        "none": command("crm.company.get", &object(json!({ "id": 0 })), Brackets::Raw),
    });
    let reads = ("crm.company.contact.items.get", object(json!({ "id": "$c" })));
    let batch = ("batch", object(json!({ "cmd": commands })));
    match dimension {
        Dimension::Name => vec![reads],
        Dimension::Form => vec![reads, batch],
        Dimension::Encoding => {
            let link = object(json!({ "id": "$c", "fields": { "CONTACT_ID": "$a", "SORT": 30 } }));
            vec![reads, (ADD_LINK, link), ("crm.company.list", list), batch]
        }
    }
}

async fn send(
    scope: &mut Scope<'_>,
    method: &str,
    params: &Map<String, Value>,
    way: Way,
) -> Result<(usize, Seen), Stop> {
    let (call, brackets) = way.write(method, params);
    let exchange = scope.send_written(&call, brackets).await?;
    Ok((scope.len() - 1, Seen::of(&exchange)))
}

/// What must be the same in two answers.
struct Seen {
    status: u16,
    /// The body without times, or the element `result` of an XML answer.
    body: Result<Value, String>,
    summary: String,
}

impl Seen {
    fn of(exchange: &Exchange) -> Self {
        let body = match exchange.body() {
            AnswerBody::Json(Value::Object(members)) => {
                let mut body = members.clone();
                body.retain(|name, _| name != "time");
                if let Some(Value::Object(sections)) = body.get_mut("result") {
                    sections.retain(|name, _| name != "result_time");
                }
                Ok(Value::Object(body))
            }
            AnswerBody::Json(value) => Ok(value.clone()),
            AnswerBody::Text(text) => Err(xml_result(text).unwrap_or_else(|| shorten(text, 200))),
            AnswerBody::Binary(_) | AnswerBody::Empty => Err(summary(exchange)),
        };
        Self { status: exchange.status(), body, summary: summary(exchange) }
    }

    fn differs_from(&self, other: &Self) -> Option<String> {
        if self.status != other.status {
            return Some(format!("{} instead of {}", other.summary, self.summary));
        }
        match (&self.body, &other.body) {
            (Ok(expected), Ok(found)) => {
                difference(expected, found).map(|difference| format!("{} {}", difference.pointer, difference.message))
            }
            (Err(expected), Err(found)) => (expected != found).then(|| format!("{found} instead of {expected}")),
            (Ok(expected), Err(found)) => Some(format!("{found} instead of {}", brief(expected))),
            (Err(expected), Ok(found)) => Some(format!("{} instead of {expected}", brief(found))),
        }
    }
}
