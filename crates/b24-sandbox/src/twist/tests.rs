//! Tests of the order and the power of twists.

use b24_contract::generated::error;
use serde_json::json;

use super::*;
use crate::methods::testing::call;
use crate::pipeline::testing::pipe;

const GET: Method = Method::CrmCompanyContactItemsGet;

fn planted(clause: &'static b24_contract::ErrorClause, method: Option<Method>, times: u64) -> Twist {
    let what = Arc::new(PlantedError::new(clause, 0).expect("an answer"));
    Twist { when: When { method, times }, what }
}

async fn answer(pipe: &Pipe, method: Method) -> Answer {
    let params = json!({ "id": 32, "fields": { "TITLE": "A", "NAME": "A" } });
    Next::first(pipe).run(call(method, params)).await
}

fn id(answer: &Answer) -> Option<&str> {
    answer.clause.map(|clause| clause.id)
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
    pipe.portal.twists.plant(Twist { when: When { method: None, times: 1 }, what: Arc::new(Twice) });
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
    pipe.portal.twists.clear();
    assert_eq!(id(&answer(&pipe, GET).await), None);
}
