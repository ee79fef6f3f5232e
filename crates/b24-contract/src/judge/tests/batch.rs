//! What the judge finds in batches: each command is held to the contract of its own method.

use super::*;

/// The `time` of the documentation page.
fn time() -> Value {
    page(|_| ())["time"].clone()
}

fn bindings() -> Value {
    page(|_| ())["result"].clone()
}

/// A batch of one call that succeeds under `get` and one that fails under `bad`.
fn batch(change: impl FnOnce(&mut Value)) -> Exchange {
    let mut sections = json!({
        "result": { "get": bindings() },
        "result_error": { "bad": failed("ACCESS_DENIED", "Access denied") },
        "result_total": [],
        "result_next": [],
        "result_time": { "get": time() },
    });
    change(&mut sections);
    let raw = RawExchange {
        method: "batch".to_owned(),
        verb: "POST".to_owned(),
        target: "/batch".to_owned(),
        params: json!({ "cmd": { "get": format!("{GET}?id=32"), "bad": format!("{GET}?id=33") } }),
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
        body: json!({ "result": sections, "time": time() }).to_string().into_bytes(),
        ..RawExchange::default()
    };
    Exchange::new(raw, &[])
}

#[test]
fn commands_that_keep_their_contract_are_fine() {
    finds(&batch(|_| ()), &[]);
}

#[test]
fn a_broken_result_is_found_where_it_stands_in_the_batch() {
    finds(
        &batch(|sections| sections["result"]["get"][1]["SORT"] = json!("110")),
        &[r#"fails ContactBinding#/properties/SORT at "/result/result/get/1/SORT": string where integer belongs"#],
    );
    finds(
        &batch(|sections| sections["result"]["get"] = json!(false)),
        &[&format!(r#"fails {GET}.result# at "/result/result/get": boolean where array belongs"#)],
    );
}

#[test]
fn an_error_is_judged_by_code_and_text_alone() {
    finds(
        &batch(|sections| {
            sections["result_error"]["bad"] = failed("INVALID_CREDENTIALS", "Invalid request credentials")
        }),
        &[],
    );
    finds(
        &batch(|sections| sections["result_error"]["bad"] = failed("EX_OTHER", "Something else")),
        &[&format!(
            r#"fails protocol/errors/known at "/result/result_error/bad": {GET} has no error of status 400, code "EX_OTHER" and text "Something else""#
        )],
    );
}

#[test]
fn what_batch_and_command_both_find_is_told_once() {
    finds(
        &batch(|sections| sections["result_time"]["get"]["start"] = json!("now")),
        &[r#"fails Time#/properties/start at "/result/result_time/get/start": string where number belongs"#],
    );
    finds(
        &batch(|sections| sections["result_error"]["bad"] = json!({ "error": "" })),
        &[
            r#"fails ErrorEnvelope#/properties/error_description at "/result/result_error/bad": `error_description` is missing"#,
        ],
    );
}

#[test]
fn a_result_without_its_time_is_found() {
    finds(
        &batch(|sections| sections["result_time"] = json!([])),
        &[r#"fails SuccessEnvelope#/properties/time at "/result/result/get": `time` is missing"#],
    );
}
