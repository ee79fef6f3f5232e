//! Tests of the way of a request, with whatever may be sent.

use proptest::prelude::*;
use serde_json::json;

use super::testing::pipe;
use super::*;
use crate::methods::testing::call;

/// Values that somebody might send, most of them wrong.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-1_i64..100).prop_map(Value::from),
        (-1_i64..100).prop_map(|number| Value::from(number.to_string())),
        any::<String>().prop_map(Value::from),
        Just(json!("Y")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let name = prop_oneof![
            Just("CONTACT_ID"),
            Just("SORT"),
            Just("IS_PRIMARY"),
            Just("NAME"),
            Just("COMPANY_IDS"),
            Just("COMPANY_ID"),
            Just("EMAIL"),
            Just("VALUE"),
            Just("IMPORT"),
            Just("DATE_CREATE"),
            Just("UF_X"),
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((name, inner), 0..6).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

#[tokio::test]
async fn long_work_on_the_data_holds_up_only_who_needs_them() {
    let pipe = pipe().await;
    let (holds, held) = tokio::sync::oneshot::channel();
    let (free, freed) = std::sync::mpsc::channel::<()>();
    let work = move |_: &mut rusqlite::Connection| {
        // Whoever waits for either end has gone only when the test has failed.
        let _ = holds.send(());
        let _ = freed.recv();
        Ok(())
    };
    let ask = |method, params| Next::first(&pipe).run(call(method, params));
    let others = async {
        held.await.expect("the work begins");
        let waits = async { ask(Method::CrmCompanyGet, json!({ "id": 32 })).await.status };
        let goes_on = async {
            let time = ask(Method::ServerTime, json!({})).await.status;
            free.send(()).expect("the work goes on until now");
            time
        };
        assert_eq!(tokio::join!(waits, goes_on), (200, 200));
    };
    let (done, ()) = tokio::join!(pipe.portal.store.run_long(work), others);
    done.expect("done");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_is_sent_gets_an_answer_that_keeps_the_contract(
        calls in proptest::collection::vec((0..Method::ALL.len(), values(), values(), values()), 1..12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let pipe = pipe().await;
            for (method, id, fields, params) in calls {
                let sent = json!({
                    "id": id, "fields": fields, "params": params, "cmd": fields, "halt": id, "ACCESS": params,
                    "CODE": id, "full": params, "scope": fields, "name": id,
                });
                let answer = pipe.handle(call(Method::ALL[method], sent)).await;
                prop_assert!(answer.status == 200 || !answer.clause.is_empty());
                prop_assert_ne!(answer.status, 500);
            }
            let links = pipe.handle(call(Method::CrmCompanyContactItemsGet, json!({ "id": 32 }))).await;
            prop_assert_eq!(links.status, 200);
            prop_assert_eq!(pipe.portal.broken_answers.load(std::sync::atomic::Ordering::Relaxed), 0);
            Ok(())
        })?;
    }
}
