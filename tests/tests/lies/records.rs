//! Lies about records, lists and batches.

use b24_tests::{Asked, Liar, Reply};
use serde_json::{Map, Value, json};

use crate::broken;

/// The clauses that fail among those that a text selects when answers are changed.
async fn lie(filter: &str, lie: impl Fn(&mut Reply) + Send + Sync + 'static) -> Vec<String> {
    broken(&Liar::start(lie).await, filter).await
}

/// The same when calls are changed.
async fn mishear(filter: &str, mishear: impl Fn(&mut Asked) + Send + Sync + 'static) -> Vec<String> {
    broken(&Liar::start_mishearing(mishear).await, filter).await
}

#[track_caller]
fn names(broken: &[String], clauses: &[&str]) {
    for clause in clauses {
        assert!(broken.iter().any(|broken| broken == clause), "{clause} is not among {broken:#?}");
    }
}

/// The member `name` of the parameters, in any letter case.
fn parameter<'a>(asked: &'a mut Asked, name: &str) -> Option<&'a mut Map<String, Value>> {
    let params = asked.json.as_object_mut()?;
    params.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1.as_object_mut()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_that_is_ignored() {
    let broken = mishear("crm.company.list/", |asked| {
        if let Some(filter) = parameter(asked, "filter") {
            filter.retain(|key, _| !key.starts_with("!@"));
        }
    })
    .await;
    names(&broken, &["crm.company.list/none-of", "crm.company.list/filters-agree"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_lacks_a_record() {
    let broken = lie("protocol/list/", |reply| {
        let page = reply.json.get_mut("result").and_then(Value::as_array_mut);
        if let Some(page) = page.filter(|page| page.len() == 50) {
            page.pop();
        }
    })
    .await;
    names(&broken, &["protocol/list/pages"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_page_that_promises_another() {
    let broken = lie("protocol/list/", |reply| {
        let is_last = reply.json.get("total").is_some() && reply.json.get("next").is_none();
        if is_last {
            reply.json["next"] = json!(50);
        }
    })
    .await;
    names(&broken, &["protocol/list/one-page", "protocol/list/pages"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_come_back_in_another_order() {
    let broken = lie("batch/key", |reply| {
        if let Some(results) = reply.json.pointer_mut("/result/result").and_then(Value::as_object_mut) {
            *results = std::mem::take(results).into_iter().rev().collect();
        }
    })
    .await;
    names(&broken, &["batch/key-order"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_gets_less_than_the_call_alone() {
    let broken = lie("batch/agrees", |reply| {
        if let Some(totals) = reply.json.pointer_mut("/result/result_total") {
            *totals = json!([]);
        }
    })
    .await;
    names(&broken, &["batch/agrees"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_where_an_object_belongs() {
    let broken = lie("crm.company.get/", |reply| {
        if reply.path.ends_with("company.get") && reply.is_success() {
            reply.json["result"] = json!([]);
        }
    })
    .await;
    names(&broken, &["crm.company.get.result#", "crm.company.get/scalars-as-text"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_where_an_empty_list_belongs() {
    let broken = lie("batch/list", |reply| {
        for section in ["result", "result_error", "result_total", "result_next", "result_time"] {
            if let Some(section) = reply.json.pointer_mut(&format!("/result/{section}"))
                && *section == json!([])
            {
                *section = json!({});
            }
        }
    })
    .await;
    names(&broken, &["BatchResult#/properties/result/else", "batch/list-all-fail"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_an_update_forgets() {
    let broken = mishear("crm.company.update/", |asked| {
        if asked.path.ends_with("crm.company.update")
            && let Some(fields) = parameter(asked, "fields")
            && let Some(last) = fields.keys().next_back().cloned()
        {
            fields.remove(&last);
        }
    })
    .await;
    names(&broken, &["crm.company.update/changes-what-is-given"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_is_cut_when_it_is_stored() {
    let broken = mishear("stored-as-given", |asked| {
        if asked.path.ends_with("crm.contact.add")
            && let Some(Value::String(name)) = parameter(asked, "fields").and_then(|fields| fields.get_mut("NAME"))
        {
            name.pop();
        }
    })
    .await;
    names(&broken, &["crm.contact.get/stored-as-given"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_forgets_its_main_company() {
    let broken = lie("main-company", |reply| {
        if reply.path.ends_with("crm.contact.get") && reply.is_success() {
            reply.json["result"]["COMPANY_ID"] = json!(null);
        }
    })
    .await;
    names(&broken, &["crm.contact.company.add/main-company"]);
}
