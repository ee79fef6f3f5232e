//! Tests of the order and the power of twists.

use b24_contract::Method;
use b24_contract::generated::error;
use serde_json::json;

use super::testing::planted;
use super::*;
use crate::methods::testing::call;
use crate::pipeline::testing::pipe;

const GET: Method = Method::CrmCompanyContactItemsGet;

/// A fault that answers with an error, with members of a configuration.
fn fault(members: serde_json::Value) -> Vec<Twist> {
    let mut fault = json!({ "what": "error", "error": "system/overload-limit" });
    fault.as_object_mut().expect("an object").extend(members.as_object().cloned().unwrap_or_default());
    let fault = serde_json::from_value(fault).expect("a fault");
    Twist::of_faults(&[fault], Origin::Made).expect("a fault that can be")
}

/// Which of so many calls fail.
async fn failing(pipe: &Pipe, calls: usize) -> Vec<usize> {
    let mut failing = Vec::new();
    for number in 1..=calls {
        if answer(pipe, GET).await.status != 200 {
            failing.push(number);
        }
    }
    failing
}

async fn answer(pipe: &Pipe, method: Method) -> Answer {
    let params = json!({ "id": 32, "fields": { "TITLE": "A", "NAME": "A" } });
    Next::first(pipe).run(call(method, params)).await
}

fn id(answer: &Answer) -> Option<&str> {
    (answer.status != 200).then_some(answer.clause)
}

/// Sends every call twice and marks the last answer.
struct Twice;

impl Rewrite for Twice {
    fn rewrite<'a>(&'a self, call: Call, next: Next<'a>) -> Answering<'a> {
        Box::pin(async move {
            next.run(call.clone()).await;
            let mut answer = next.run(call).await;
            answer.body["twice"] = json!(true);
            answer
        })
    }
}

#[tokio::test]
async fn planted_errors_are_met_in_order_and_only_as_often_as_asked() {
    let pipe = pipe().await;
    pipe.portal.twists.plant(planted(&error::SYSTEM_EXPIRED_TOKEN, None, 2));
    pipe.portal.twists.plant(planted(&error::SYSTEM_OVERLOAD_LIMIT, None, 1));
    for expected in ["system/expired-token", "system/expired-token", "system/overload-limit"] {
        assert_eq!(id(&answer(&pipe, GET).await), Some(expected));
    }
    assert_eq!(id(&answer(&pipe, GET).await), None);
    assert_eq!(pipe.portal.twists.count(), 0);
}

#[tokio::test]
async fn a_twist_for_one_method_leaves_the_others_alone() {
    let pipe = pipe().await;
    pipe.portal.twists.plant(planted(&error::SYSTEM_EXPIRED_TOKEN, Some(GET), 1));
    assert_eq!(id(&answer(&pipe, Method::CrmCompanyAdd).await), None);
    assert_eq!(id(&answer(&pipe, GET).await), Some("system/expired-token"));
}

#[tokio::test]
async fn a_twist_may_use_the_rest_of_the_pipe_as_often_as_it_likes() {
    let pipe = pipe().await;
    let twice = Twist { when: When::next(None, 1), what: Arc::new(Twice), origin: Origin::Planted };
    pipe.portal.twists.plant(vec![twice]);
    pipe.portal.twists.plant(planted(&error::SYSTEM_EXPIRED_TOKEN, None, 1));
    let first = answer(&pipe, Method::CrmCompanyAdd).await;
    assert_eq!((first.status, &first.body["twice"]), (200, &json!(true)));
    let second = answer(&pipe, Method::CrmCompanyAdd).await;
    assert_eq!(second.body["result"], json!(first.body["result"].as_i64().expect("an id") + 1));
}

#[tokio::test]
async fn cleared_twists_change_nothing() {
    let pipe = pipe().await;
    pipe.portal.twists.plant(planted(&error::SYSTEM_EXPIRED_TOKEN, None, 9));
    pipe.portal.twists.clear_planted();
    assert_eq!(id(&answer(&pipe, GET).await), None);
}

#[tokio::test]
async fn a_fault_meets_the_calls_that_it_is_told_to_meet() {
    for (members, expected) in [
        (json!({}), vec![1, 2, 3, 4, 5, 6]),
        (json!({ "from": 3 }), vec![3, 4, 5, 6]),
        (json!({ "from": 3, "times": 2 }), vec![3, 4]),
        (json!({ "times": 1 }), vec![1]),
        (json!({ "probability": 0 }), vec![]),
        (json!({ "method": "CRM.company.*", "times": 1 }), vec![1]),
        (json!({ "method": "crm.contact.*" }), vec![]),
        (json!({ "credential": "webhook", "from": 6 }), vec![6]),
        (json!({ "credential": "denied" }), vec![]),
    ] {
        let pipe = pipe().await;
        pipe.portal.twists.plant(fault(members.clone()));
        assert_eq!(failing(&pipe, 6).await, expected, "{members}");
    }
}

#[tokio::test]
async fn chances_follow_from_the_seed_and_are_each_fault_s_own() {
    let half = || fault(json!({ "probability": 0.5 }));
    let run = async |seed, faults: usize| {
        let pipe = pipe().await;
        pipe.portal.twists.configure(Vec::new(), seed);
        for _ in 0..faults {
            pipe.portal.twists.plant(half());
        }
        failing(&pipe, 40).await
    };
    let one = run(7, 1).await;
    assert!((8..=32).contains(&one.len()), "{one:?}");
    assert_eq!(one, run(7, 1).await);
    assert_ne!(one, run(8, 1).await);
    let two = run(7, 2).await;
    assert!(one.iter().all(|number| two.contains(number)) && two.len() > one.len(), "{one:?} {two:?}");
}

#[tokio::test]
async fn a_fault_tells_what_became_of_it() {
    let pipe = pipe().await;
    pipe.portal.twists.plant(fault(json!({ "from": 2, "times": 2, "method": GET.name() })));
    failing(&pipe, 5).await;
    answer(&pipe, Method::CrmCompanyAdd).await;
    let state = serde_json::to_value(pipe.portal.twists.faults()).expect("JSON");
    let fault =
        json!({ "what": "error", "method": GET.name(), "from": 2, "times": 2, "error": "system/overload-limit" });
    let expected = json!([{ "id": 1, "configured": false, "matched": 5, "hit": 2, "left": 0, "fault": fault }]);
    assert_eq!(state, expected);
    assert_eq!(pipe.portal.twists.count(), 0);
}

#[tokio::test]
async fn a_reset_puts_configured_faults_back_to_their_start() {
    let pipe = pipe().await;
    let configured = serde_json::from_value(json!({ "what": "error", "error": "system/overload-limit", "times": 1 }));
    let configured =
        Twist::of_faults(&[configured.expect("a fault")], Origin::Configured).expect("a fault that can be");
    pipe.portal.twists.configure(configured, 0);
    pipe.portal.twists.plant(fault(json!({ "from": 2 })));
    assert_eq!(failing(&pipe, 3).await, [1, 3]);
    pipe.portal.twists.reset();
    assert_eq!(failing(&pipe, 3).await, [1]);
}

#[tokio::test]
async fn planted_errors_and_faults_are_removed_apart_from_each_other() {
    let pipe = pipe().await;
    let twists = &pipe.portal.twists;
    let ids = twists.plant(fault(json!({})));
    twists.plant(planted(&error::SYSTEM_EXPIRED_TOKEN, None, 9));
    assert!(!twists.remove_fault(2), "a planted error is no fault");
    assert_eq!(id(&answer(&pipe, GET).await), Some("system/overload-limit"));
    assert!(twists.remove_fault(ids[0]) && !twists.remove_fault(ids[0]));
    assert_eq!(id(&answer(&pipe, GET).await), Some("system/expired-token"));
    twists.plant(fault(json!({})));
    twists.clear_planted();
    assert_eq!(id(&answer(&pipe, GET).await), Some("system/overload-limit"));
    twists.clear_faults();
    assert_eq!(id(&answer(&pipe, GET).await), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_at_the_same_time_share_what_there_is() {
    let pipe = Arc::new(pipe().await);
    pipe.portal.twists.plant(fault(json!({ "from": 5, "times": 7 })));
    let calls: Vec<_> = (0..30)
        .map(|_| {
            let pipe = Arc::clone(&pipe);
            tokio::spawn(async move { answer(&pipe, GET).await.status })
        })
        .collect();
    let mut failed = 0;
    for call in calls {
        failed += usize::from(call.await.expect("an answer") != 200);
    }
    assert_eq!(failed, 7);
}
