//! Lies about links.

use b24_tests::{Liar, Reply};
use serde_json::{Value, json};

use crate::broken;

/// The clauses that fail when the suite's cases of `items.get` run against a portal that lies.
async fn clauses_broken_by(lie: impl Fn(&mut Reply) + Send + Sync + 'static) -> Vec<String> {
    broken(&Liar::start(lie).await, "crm.company.contact.items.get/").await
}

fn each_binding(reply: &mut Reply, change: impl Fn(&mut Value)) {
    for binding in reply.json.get_mut("result").and_then(Value::as_array_mut).into_iter().flatten() {
        change(binding);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sort_as_text_breaks_the_schema_of_sort() {
    let broken = clauses_broken_by(|reply| {
        each_binding(reply, |binding| binding["SORT"] = json!(binding["SORT"].to_string()));
    })
    .await;
    assert!(broken.contains(&"ContactBinding#/properties/SORT".to_owned()), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_time_breaks_the_envelope() {
    let broken = clauses_broken_by(|reply| {
        if let Some(body) = reply.json.as_object_mut() {
            body.remove("time");
        }
    })
    .await;
    assert!(broken.contains(&"SuccessEnvelope#/properties/time".to_owned()), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_status_breaks_the_error() {
    let broken = clauses_broken_by(|reply| {
        if reply.status == 400 {
            reply.status = 200;
        }
    })
    .await;
    assert!(broken.contains(&"crm.company.contact.items.get/owner-invalid".to_owned()), "{broken:?}");
    assert!(broken.contains(&"protocol/errors/status".to_owned()), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_link_breaks_the_rule_of_all_links() {
    let broken = clauses_broken_by(|reply| {
        if reply.path.ends_with("items.get")
            && let Some(bindings) = reply.json.get_mut("result").and_then(Value::as_array_mut)
        {
            bindings.pop();
        }
    })
    .await;
    assert!(broken.contains(&"crm.company.contact.items.get/all-links".to_owned()), "{broken:?}");
    assert!(broken.contains(&"crm.company.contact.items.get/stored-as-given".to_owned()), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_runs_backwards_breaks_the_order_of_time() {
    let broken = clauses_broken_by(|reply| {
        if reply.is_success() {
            reply.json["time"]["finish"] = json!(1.0);
        }
    })
    .await;
    assert!(broken.contains(&"protocol/time/ordered".to_owned()), "{broken:?}");
}
