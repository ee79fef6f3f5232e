//! Tests of batches, below the server.

use std::sync::Arc;

use b24_contract::Method::{self, *};
use proptest::prelude::*;

use super::*;
use crate::call::Caller;
use crate::methods::testing::call;
use crate::pipeline::testing::pipe;
use crate::twist::Next;
use crate::twist::testing::planted;

async fn batch(pipe: &Pipe, params: Value) -> Value {
    let answer = Next::first(pipe).run(call(Batch, params)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

async fn sections(pipe: &Pipe, params: Value) -> Value {
    batch(pipe, params).await["result"].take()
}

/// Code and description of the error of each command.
fn errors(sections: &Value) -> Value {
    let errors = batch::entries(&sections["result_error"]).expect("a section").into_iter();
    errors.map(|(key, error)| (key, error["error"].clone())).collect::<Map<_, _>>().into()
}

fn plant(pipe: &Pipe, method: Method, times: u64) {
    pipe.portal.twists.plant(planted(&error::SYSTEM_QUERY_LIMIT_EXCEEDED, Some(method), times));
}

#[tokio::test]
async fn nothing_is_five_empty_lists() {
    let pipe = pipe().await;
    let empty = json!({
        "result": [], "result_error": [], "result_total": [], "result_next": [], "result_time": [],
    });
    for cmd in [json!([]), json!({})] {
        assert_eq!(sections(&pipe, json!({ "cmd": cmd })).await, empty);
    }
}

#[tokio::test]
async fn commands_must_be_an_array() {
    let pipe = pipe().await;
    for params in [json!({}), json!({ "cmd": null }), json!({ "cmd": "profile" }), json!({ "cmd": 5 })] {
        let answer = Next::first(&pipe).run(call(Batch, params)).await;
        assert_eq!(answer.clause, "batch/cmd-invalid");
    }
}

#[tokio::test]
async fn a_section_is_a_list_as_long_as_its_keys_count_up_from_zero() {
    let pipe = pipe().await;
    let all = sections(&pipe, json!({ "cmd": ["user.admin", "scope"] })).await;
    assert_eq!(all["result"], json!([true, ["crm", "user"]]));
    assert_eq!(all["result_time"].as_array().map(Vec::len), Some(2));
    let first_fails = sections(&pipe, json!({ "cmd": ["no.such.method", "user.admin"] })).await;
    assert_eq!(first_fails["result"], json!({ "1": true }));
    assert_eq!(errors(&first_fails), json!({ "0": "ERROR_METHOD_NOT_FOUND" }));
    assert!(first_fails["result_error"].is_array());
    let named = sections(&pipe, json!({ "cmd": { "b": "user.admin", "a": "scope" } })).await;
    assert_eq!(named["result"].to_string(), r#"{"b":true,"a":["crm","user"]}"#);
}

#[tokio::test]
async fn commands_see_the_results_before_them_and_nothing_else() {
    let pipe = pipe().await;
    let cmd = json!({
        "early": "crm.company.contact.items.get?id=$result[company]",
        "company": "crm.company.add?fields[TITLE]=A",
        "link": "crm.company.contact.add?id=%24result%5Bcompany%5D&fields[CONTACT_ID]=7",
        "links": "crm.company.contact.items.get?id=$result[company]",
        "contact": "crm.contact.company.items.get?id=$result[links][0][CONTACT_ID]",
    });
    let sections = sections(&pipe, json!({ "cmd": cmd })).await;
    assert_eq!(errors(&sections), json!({ "early": "" }));
    assert_eq!(sections["result"]["link"], true);
    assert_eq!(sections["result"]["links"][0]["CONTACT_ID"], 7);
    let companies = sections["result"]["contact"].as_array().expect("links");
    assert!(companies.iter().any(|link| link["COMPANY_ID"] == sections["result"]["company"]));
}

#[tokio::test]
async fn a_failure_ends_the_batch_only_when_it_is_told_to_halt() {
    let pipe = pipe().await;
    let cmd = json!({ "a": "user.admin", "b": "crm.company.get?id=0", "c": "user.admin" });
    for halt in [json!(1), json!(true), json!("1")] {
        let sections = sections(&pipe, json!({ "cmd": cmd, "halt": halt })).await;
        assert_eq!(sections["result"], json!({ "a": true }));
        assert_eq!(sections["result_error"].as_object().map(|errors| errors.len()), Some(1));
    }
    for halt in [json!(0), json!(false), json!("0"), json!(null)] {
        assert_eq!(
            sections(&pipe, json!({ "cmd": cmd, "halt": halt })).await["result"],
            json!({ "a": true, "c": true })
        );
    }
}

#[tokio::test]
async fn what_is_no_command_fails_alone() {
    let pipe = pipe().await;
    let deep = format!("scope?a{}=1", "[b]".repeat(80));
    let cmd = json!({ "batch": "Batch?cmd[]=scope", "number": 5, "nothing": "", "deep": deep, "good": "scope" });
    let sections = sections(&pipe, json!({ "cmd": cmd })).await;
    let expected = json!({
        "batch": "ERROR_BATCH_METHOD_NOT_ALLOWED",
        "number": "ERROR_METHOD_NOT_FOUND",
        "nothing": "ERROR_METHOD_NOT_FOUND",
        "deep": error::SYSTEM_NESTING_TOO_DEEP.chosen().code,
    });
    assert_eq!(errors(&sections), expected);
    assert_eq!(sections["result"], json!({ "good": ["crm", "user"] }));
}

#[tokio::test]
async fn commands_beyond_the_limit_fail_one_by_one() {
    let pipe = pipe().await;
    let cmd = vec!["user.admin"; batch::LIMIT + 2];
    let sections = sections(&pipe, json!({ "cmd": cmd })).await;
    assert_eq!(sections["result"].as_array().map(Vec::len), Some(batch::LIMIT));
    let expected = json!({ "50": "ERROR_BATCH_LENGTH_EXCEEDED", "51": "ERROR_BATCH_LENGTH_EXCEEDED" });
    assert_eq!(errors(&sections), expected);
}

#[tokio::test]
async fn very_many_commands_are_refused_as_a_whole() {
    let pipe = pipe().await;
    let answer = async |commands: usize| {
        let cmd = vec!["user.admin"; commands];
        Next::first(&pipe).run(call(Batch, json!({ "cmd": cmd }))).await
    };
    assert_eq!(answer(MOST).await.status, 200);
    assert_eq!(answer(MOST + 1).await.clause, "system/batch-length-exceeded");
}

#[tokio::test]
async fn each_command_needs_its_own_scope_and_right() {
    let pipe = pipe().await;
    let cmd = json!({ "cmd": ["crm.company.contact.items.get?id=32", "user.current", "user.admin"] });
    let mut by_nobody = call(Batch, cmd);
    let user = pipe.settings.config.user(2).expect("the user without rights").clone();
    let caller =
        |scopes| Arc::new(Caller { credential: "denied".to_owned(), application: None, user: user.clone(), scopes });
    by_nobody.caller = caller(vec!["crm".to_owned()]);
    let refused = Next::first(&pipe).run(by_nobody.clone()).await.body["result"].take();
    assert_eq!(errors(&refused), json!({ "0": "ACCESS_DENIED", "1": "insufficient_scope" }));
    assert_eq!(refused["result"], json!({ "2": false }));
    by_nobody.caller = caller(vec!["user_brief".to_owned()]);
    let refused = Next::first(&pipe).run(by_nobody).await.body["result"].take();
    assert_eq!(errors(&refused), json!({ "0": "insufficient_scope" }));
}

#[tokio::test]
async fn twists_meet_commands_one_by_one() {
    let pipe = pipe().await;
    plant(&pipe, UserAdmin, 1);
    let sections = sections(&pipe, json!({ "cmd": ["scope", "user.admin", "user.admin"] })).await;
    assert_eq!(errors(&sections), json!({ "1": "QUERY_LIMIT_EXCEEDED" }));
    assert_eq!(sections["result"].as_object().map(Map::len), Some(2));
    plant(&pipe, Batch, 1);
    let refused = Next::first(&pipe).run(call(Batch, json!({ "cmd": ["user.admin"] }))).await;
    assert_eq!(refused.status, 503);
}

#[tokio::test]
async fn a_failing_command_leaves_nothing_behind_and_undoes_nothing() {
    let pipe = pipe().await;
    let cmd = json!({
        "good": "crm.company.add?fields[TITLE]=A",
        "bad": "crm.company.add?fields[TITLE]=B&fields[EMAIL][0][VALUE]=none",
        "next": "crm.company.add?fields[TITLE]=C",
    });
    let sections = sections(&pipe, json!({ "cmd": cmd })).await;
    assert_eq!(sections["result_error"].as_object().map(|errors| errors.len()), Some(1));
    let id = |key: &str| sections["result"][key].as_i64().expect("an id");
    assert_eq!(id("next"), id("good") + 1);
}

#[tokio::test]
async fn time_is_charged_to_the_commands() {
    let pipe = pipe().await;
    for _ in 0..2 {
        let body = batch(&pipe, json!({ "cmd": ["batch", "crm.company.add?fields[TITLE]=A"] })).await;
        assert_eq!(body["time"]["operating"], 0.0);
        let command = &body["result"]["result_time"]["1"];
        assert!(command["operating"].as_f64().is_some_and(|seconds| seconds > 0.0), "{body}");
        assert!(command["start"].as_f64() >= body["time"]["start"].as_f64());
        assert!(command["finish"].as_f64() <= body["time"]["finish"].as_f64());
    }
}

#[tokio::test]
async fn a_credential_in_a_command_is_no_parameter() {
    let pipe = pipe().await;
    let sections = sections(&pipe, json!({ "cmd": ["user.admin?AUTH=other", "user.admin?auth[x]=1"] })).await;
    assert_eq!(sections["result"], json!([true, true]));
}

/// A read that depends on no other, as a command and as a call.
fn read() -> impl Strategy<Value = (Method, Value, String)> {
    let by_id =
        |method: Method| (-1_i64..60).prop_map(move |id| (method, json!({ "id": id }), format!("{method}?id={id}")));
    prop_oneof![
        by_id(CrmCompanyContactItemsGet),
        by_id(CrmContactCompanyItemsGet),
        by_id(CrmCompanyGet),
        by_id(CrmContactGet),
        Just((CrmCompanyContactFields, json!({}), CrmCompanyContactFields.name().to_owned())),
        Just((Scope, json!({ "full": "1" }), "scope?full=1".to_owned())),
        Just((Profile, json!({}), "profile".to_owned())),
        (0_i64..12).prop_map(|start| {
            let params = json!({ "start": start, "order": { "ID": "ASC" } });
            (CrmContactList, params, format!("crm.contact.list?start={start}&order[ID]=ASC"))
        }),
        "[A-Z]{0,2}[0-9]{0,2}"
            .prop_map(|code| { (AccessName, json!({ "ACCESS": [code] }), format!("access.name?ACCESS%5B%5D={code}")) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_batch_of_reads_answers_as_the_calls_would(
        reads in proptest::collection::vec(read(), 0..20),
        named in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let pipe = pipe().await;
            let key = |place: usize| if named { format!("c{place}") } else { place.to_string() };
            let commands = reads.iter().enumerate().map(|(place, (.., command))| (key(place), json!(command)));
            let sections = sections(&pipe, json!({ "cmd": commands.collect::<Map<_, _>>() })).await;
            for (place, (method, params, _)) in reads.iter().enumerate() {
                let alone = Next::first(&pipe).run(call(*method, params.clone())).await.body;
                let key = key(place);
                let found = |name: &str| {
                    let entries = batch::entries(&sections[name]).expect("a section");
                    entries.into_iter().find(|(own, _)| *own == key).map(|(_, value)| value.clone())
                };
                prop_assert_eq!(found("result"), alone.get("result").cloned());
                prop_assert_eq!(found("result_total"), alone.get("total").cloned());
                prop_assert_eq!(found("result_next"), alone.get("next").cloned());
                prop_assert_eq!(found("result_time").is_some(), alone.get("time").is_some());
                prop_assert_eq!(found("result_error"), alone.get("error").map(|_| alone.clone()));
            }
            Ok(())
        })?;
    }
}
