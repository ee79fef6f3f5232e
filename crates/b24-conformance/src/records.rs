//! Records that the suite makes on a portal. Each is marked, so that it can be told from people's own and removed.

use b24_contract::rule::{Call, Given};
use b24_contract::{Effect, Exchange, Method, integer};
use serde_json::{Map, Value, json};

use crate::event::Created;
use crate::wire::variable;

/// What stands in `ORIGINATOR_ID` and before the name of every record that the suite makes.
pub(crate) const MARK: &str = "b24-conformance";

const ADD_COMPANY: &str = "crm.company.add";
const ADD_CONTACT: &str = "crm.contact.add";
/// The method that links a contact to a company.
pub(crate) const ADD_LINK: &str = "crm.company.contact.add";

/// A call with its usual members.
pub(crate) fn call(method: &str, params: Value) -> Call {
    let params = match params {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    Call { call: method.to_owned(), params, ..Call::default() }
}

/// The call that makes a record, and the name of the variable that takes its id.
pub(crate) fn making(given: &Given) -> (Call, Option<&str>) {
    match given {
        Given::Company { company, fields } => (company_call(variable(company), fields), Some(variable(company))),
        Given::Contact { contact, fields } => (contact_call(variable(contact), fields), Some(variable(contact))),
        Given::Link { link: [company, contact], sort, is_primary } => {
            let mut fields = Map::from_iter([("CONTACT_ID".to_owned(), json!(contact))]);
            fields.extend(sort.map(|sort| ("SORT".to_owned(), json!(sort))));
            fields.extend(is_primary.as_ref().map(|flag| ("IS_PRIMARY".to_owned(), json!(flag))));
            (call(ADD_LINK, json!({ "id": company, "fields": fields })), None)
        }
    }
}

fn company_call(name: &str, fields: &Map<String, Value>) -> Call {
    call(ADD_COMPANY, json!({ "fields": with("TITLE", format!("company {name}"), fields) }))
}

fn contact_call(name: &str, fields: &Map<String, Value>) -> Call {
    call(ADD_CONTACT, json!({ "fields": with("NAME", format!("contact {name}"), fields) }))
}

fn with(name: &str, value: String, fields: &Map<String, Value>) -> Map<String, Value> {
    let mut all = Map::from_iter([(name.to_owned(), Value::from(value))]);
    all.extend(fields.clone());
    all
}

/// The same call with its record marked, if it makes one and its `fields` are an object.
pub(crate) fn marked(call: &Call, origin: impl FnOnce() -> String) -> Call {
    let mut marked = call.clone();
    let title = match kind(&call.call) {
        Some("company") => "TITLE",
        Some(_) => "NAME",
        None => return marked,
    };
    let fields = marked.params.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("fields")).map(|(_, value)| value);
    if let Some(Value::Object(fields)) = fields {
        if let Some(Value::String(text)) = fields.get_mut(title)
            && !text.is_empty()
        {
            *text = format!("{MARK}: {text}");
        }
        fields.insert("ORIGINATOR_ID".to_owned(), json!(MARK));
        fields.insert("ORIGIN_ID".to_owned(), json!(origin()));
    }
    marked
}

/// Whether a call may change data. A method that the contract does not know has no effect.
pub(crate) fn writes(call: &Call) -> bool {
    Method::parse(&call.call).is_some_and(|method| method.row().effect == Effect::Write)
}

/// The record that an answer says was made.
pub(crate) fn created(exchange: &Exchange) -> Option<Created> {
    let kind = kind(exchange.method())?;
    let id = integer(exchange.json()?.get("result")?)?;
    Some(Created { kind: kind.to_owned(), id })
}

fn kind(method: &str) -> Option<&'static str> {
    [(ADD_COMPANY, "company"), (ADD_CONTACT, "contact")]
        .into_iter()
        .find_map(|(name, kind)| name.eq_ignore_ascii_case(method).then_some(kind))
}
