//! Tests of the methods for records, as callers see them.

mod add;
mod custom;
mod delete;
mod fields;
mod get;
mod list;
mod naive;
mod order_of_checks;
mod update;

use b24_contract::Method;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::envelope::{Page, Reply};
use crate::methods::testing::{call, noon, run};
use crate::store::fresh;

/// A new company's id.
fn company(data: &mut Connection, fields: Value) -> i64 {
    made(data, Method::CrmCompanyAdd, json!({ "fields": fields }))
}

/// A new contact's id.
fn contact(data: &mut Connection, fields: Value) -> i64 {
    made(data, Method::CrmContactAdd, json!({ "fields": fields }))
}

fn made(data: &mut Connection, method: Method, params: Value) -> i64 {
    run(data, method, params).expect("added").as_i64().expect("an integer")
}

fn get(data: &mut Connection, method: Method, id: i64) -> Value {
    run(data, method, json!({ "id": id })).expect("a record")
}

/// Changes that are accepted.
fn update(data: &mut Connection, method: Method, id: i64, fields: Value) {
    assert_eq!(run(data, method, json!({ "id": id, "fields": fields })), Ok(json!(true)));
}

/// A page of a list.
fn list(data: &mut Connection, method: Method, params: Value) -> Reply {
    crate::methods::testing::dispatch(data, &call(method, params), noon()).expect("a page")
}

/// The ids on a page.
fn ids(reply: &Reply) -> Vec<i64> {
    let records = reply.result.as_array().expect("records");
    records.iter().map(|record| record["ID"].as_str().expect("text").parse().expect("a number")).collect()
}

/// The links of a record, seen from its side.
fn links(data: &Connection, owner: i64, side: crate::store::link::Side) -> Vec<(i64, i32, bool)> {
    let links = crate::store::link::list(data, side, owner).expect("links");
    links.into_iter().map(|link| (link.linked, link.sort, link.primary)).collect()
}
