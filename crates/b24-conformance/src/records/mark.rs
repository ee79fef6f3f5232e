//! Marks records as the suite's own: in calls that make one, and in commands of a batch that do.

use b24_contract::Method;
use b24_contract::rule::Call;
use serde_json::{Map, Value, json};

use super::{ADD_COMPANY, ADD_CONTACT, MARK};
use crate::wire::percent;

/// The members that mark a record, and what says whose it is.
const ORIGINATOR: &str = "ORIGINATOR_ID";
const ORIGIN: &str = "ORIGIN_ID";

/// The same call with its records marked. What it says about their origin itself stays, and so do calls whose `fields`
/// are none.
pub(crate) fn marked(call: &Call, origin: impl FnOnce() -> String) -> Call {
    let mut marked = call.clone();
    if makes_record(&call.call) {
        if let Some(Value::Object(fields)) = parameter(&mut marked.params, "fields") {
            mark_fields(fields, &origin());
        }
    } else if Method::parse(&call.call) == Some(Method::Batch) {
        let origin = origin();
        match parameter(&mut marked.params, "cmd") {
            Some(Value::Object(commands)) => commands.values_mut().for_each(|command| mark_command(command, &origin)),
            Some(Value::Array(commands)) => commands.iter_mut().for_each(|command| mark_command(command, &origin)),
            _ => {}
        }
    }
    marked
}

fn makes_record(method: &str) -> bool {
    [ADD_COMPANY, ADD_CONTACT].iter().any(|add| add.eq_ignore_ascii_case(method))
}

fn parameter<'a>(params: &'a mut Map<String, Value>, name: &str) -> Option<&'a mut Value> {
    params.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn mark_fields(fields: &mut Map<String, Value>, origin: &str) {
    if !fields.contains_key(ORIGINATOR) {
        fields.insert(ORIGINATOR.to_owned(), json!(MARK));
        fields.entry(ORIGIN).or_insert_with(|| json!(origin));
    }
}

/// Adds the mark to a command that has members of `fields`, in the spelling that it has them in.
fn mark_command(command: &mut Value, origin: &str) {
    let Value::String(text) = command else { return };
    let Some((method, query)) = text.split_once('?') else { return };
    if !makes_record(method) || query.contains(ORIGINATOR) {
        return;
    }
    let members = query.split('&').filter_map(|part| part.split_once(['[', '%']));
    let spelled = members.map(|(name, _)| name).find(|name| name.eq_ignore_ascii_case("fields")).map(str::to_owned);
    if let Some(fields) = spelled {
        let origin = percent(origin);
        text.push_str(&format!("&{fields}[{ORIGINATOR}]={MARK}&{fields}[{ORIGIN}]={origin}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::call;

    fn params_of(method: &str, params: Value) -> Value {
        Value::Object(marked(&call(method, params), || "0/1".to_owned()).params)
    }

    #[test]
    fn a_new_record_is_marked_unless_it_says_where_it_is_from() {
        assert_eq!(
            params_of("CRM.Company.Add", json!({ "FIELDS": { "TITLE": "x" } })),
            json!({ "FIELDS": { "TITLE": "x", "ORIGINATOR_ID": "b24-conformance", "ORIGIN_ID": "0/1" } })
        );
        for params in [json!({ "fields": { "ORIGINATOR_ID": "shop" } }), json!({ "fields": "text" }), json!({})] {
            assert_eq!(params_of(ADD_CONTACT, params.clone()), params);
        }
        let params = json!({ "id": 1, "fields": {} });
        assert_eq!(params_of("crm.company.update", params.clone()), params);
    }

    #[test]
    fn commands_of_a_batch_are_marked_in_their_own_spelling() {
        let commands = json!({ "CMD": {
            "a": "crm.company.add?fields[TITLE]=x", "b": "crm.contact.add?Fields%5BNAME%5D=$result[a]",
            "c": "crm.company.add", "d": "crm.company.add?fields=text", "e": "crm.company.get?id=1" } });
        assert_eq!(
            params_of("batch", commands),
            json!({ "CMD": {
                "a": "crm.company.add?fields[TITLE]=x&fields[ORIGINATOR_ID]=b24-conformance&fields[ORIGIN_ID]=0%2F1",
                "b": "crm.contact.add?Fields%5BNAME%5D=$result[a]&Fields[ORIGINATOR_ID]=b24-conformance&Fields[ORIGIN_ID]=0%2F1",
                "c": "crm.company.add", "d": "crm.company.add?fields=text", "e": "crm.company.get?id=1" } })
        );
        let list = json!({ "cmd": ["crm.company.add?fields[ORIGINATOR_ID]=shop", 5] });
        assert_eq!(params_of("batch", list.clone()), list);
    }
}
