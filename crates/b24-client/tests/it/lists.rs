//! Lists: what each page asks for, how many pages are asked for, and when a list ends.

use b24_client::{CompanyRecord, Error, Filter, RecordStream};
use futures::{FutureExt, Stream, StreamExt, TryStreamExt};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// A page of companies with these ids.
fn page(ids: impl IntoIterator<Item = i64>) -> Value {
    let records: Vec<_> =
        ids.into_iter().map(|id| json!({ "ID": id.to_string(), "TITLE": format!("No. {id}") })).collect();
    json!({ "result": records, "total": 0 })
}

/// A page that another one follows.
fn page_before(next: i64, ids: impl IntoIterator<Item = i64>) -> Value {
    let mut page = page(ids);
    page["next"] = next.into();
    page
}

fn ids(companies: &[CompanyRecord]) -> Vec<i64> {
    companies.iter().map(|company| company.id.get()).collect()
}

#[tokio::test]
async fn a_list_goes_on_after_the_last_id() {
    let fixture = Fixture::sequence([page(1..=50), page(52..=101), page(200..=219)]).await;
    let companies = fixture.webhook().companies().list().all().await.unwrap();
    assert_eq!(ids(&companies), (1..=50).chain(52..=101).chain(200..=219).collect::<Vec<_>>());
    assert_snapshot!(fixture.sent(), @r#"
    crm.company.list {"order":{"ID":"ASC"},"start":-1}
    crm.company.list {"filter":{">ID":50},"order":{"ID":"ASC"},"start":-1}
    crm.company.list {"filter":{">ID":101},"order":{"ID":"ASC"},"start":-1}
    "#);
}

#[tokio::test]
async fn a_full_last_page_is_followed_by_an_empty_one() {
    let fixture = Fixture::sequence([page(1..=50), page([])]).await;
    assert_eq!(fixture.webhook().companies().list().all().await.unwrap().len(), 50);
    assert_eq!(fixture.requests().len(), 2);
    let fixture = Fixture::sequence([page([])]).await;
    assert_eq!(fixture.webhook().companies().list().all().await.unwrap(), []);
    assert_eq!(fixture.requests().len(), 1);
}

#[tokio::test]
async fn the_callers_conditions_stay() {
    let fixture = Fixture::sequence([page(11..=60), page([61])]).await;
    let filter = Filter::new().greater("ID", 10).at_most("ID", 1000).equal("COMPANY_TYPE", "CUSTOMER");
    let list = fixture.webhook().companies().list().filter(filter).select(["TITLE", "PHONE"]);
    assert_eq!(list.all().await.unwrap().len(), 51);
    assert_snapshot!(fixture.sent(), @r#"
    crm.company.list {"filter":{">ID":10,"<=ID":1000,"=COMPANY_TYPE":"CUSTOMER"},"order":{"ID":"ASC"},"select":["TITLE","PHONE"],"start":-1}
    crm.company.list {"filter":{"<=ID":1000,"=COMPANY_TYPE":"CUSTOMER",">ID":60},"order":{"ID":"ASC"},"select":["TITLE","PHONE"],"start":-1}
    "#);
}

#[tokio::test]
async fn the_newest_first() {
    let fixture = Fixture::sequence([page((51..=100).rev()), page([50])]).await;
    let companies = fixture.webhook().companies().list().order_by_descending("ID").all().await.unwrap();
    assert_eq!(companies.len(), 51);
    assert_snapshot!(fixture.sent(), @r#"
    crm.company.list {"order":{"ID":"DESC"},"start":-1}
    crm.company.list {"filter":{"<ID":51},"order":{"ID":"DESC"},"start":-1}
    "#);
}

#[tokio::test]
async fn another_order_is_read_by_position() {
    let fixture = Fixture::sequence([page_before(50, (1..=50).rev()), page_before(100, 51..=100), page([0])]).await;
    let list = fixture.webhook().contacts().list().order_by("LAST_NAME").order_by_descending("id").select(["*"]);
    assert_eq!(list.all().await.unwrap().len(), 101);
    assert_snapshot!(fixture.sent(), @r#"
    crm.contact.list {"order":{"LAST_NAME":"ASC","id":"DESC"},"select":["*"],"start":0}
    crm.contact.list {"order":{"LAST_NAME":"ASC","id":"DESC"},"select":["*"],"start":50}
    crm.contact.list {"order":{"LAST_NAME":"ASC","id":"DESC"},"select":["*"],"start":100}
    "#);
}

#[tokio::test]
async fn records_that_are_equal_in_another_order_have_a_place_of_their_own() {
    let fixture = Fixture::sequence([page_before(50, 1..=50), page([51])]).await;
    assert_eq!(fixture.webhook().companies().list().order_by("TITLE").all().await.unwrap().len(), 51);
    assert_snapshot!(fixture.sent(), @r#"
    crm.company.list {"order":{"TITLE":"ASC","ID":"ASC"},"start":0}
    crm.company.list {"order":{"TITLE":"ASC","ID":"ASC"},"start":50}
    "#);
}

#[tokio::test]
async fn a_short_page_that_another_one_follows_does_not_end_the_list() {
    let fixture = Fixture::sequence([page_before(20, 1..=20), page_before(40, 21..=40), page([41])]).await;
    let companies = fixture.webhook().companies().list().all().await.unwrap();
    assert_eq!(ids(&companies), (1..=41).collect::<Vec<_>>());

    let fixture = Fixture::sequence([page_before(50, [])]).await;
    let error = fixture.webhook().companies().list().all().await.unwrap_err();
    assert_snapshot!(error, @"The list of crm.company.list cannot be read: its next page does not begin after this one.");
}

#[tokio::test]
async fn a_full_page_without_a_next_one_is_not_taken_for_the_last() {
    let mut first = page(1..=50);
    first["total"] = 51.into();
    let fixture = Fixture::sequence([first]).await;
    let error = fixture.webhook().companies().list().order_by("TITLE").all().await.unwrap_err();
    assert_snapshot!(error, @"The list of crm.company.list cannot be read: there are more records, but it names no next page.");

    let mut only = page(1..=50);
    only["total"] = 50.into();
    let fixture = Fixture::sequence([only]).await;
    assert_eq!(fixture.webhook().companies().list().order_by("TITLE").all().await.unwrap().len(), 50);
}

#[tokio::test]
async fn a_record_that_comes_twice_on_a_page_is_read_once() {
    let fixture = Fixture::sequence([page((1..=49).chain([49])), page([50, 50, 51])]).await;
    let companies = fixture.webhook().companies().list().all().await.unwrap();
    assert_eq!(ids(&companies), (1..=51).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_id_is_an_order_in_any_letter_case() {
    let fixture = Fixture::sequence([page([2, 1])]).await;
    assert_eq!(fixture.webhook().companies().list().order_by_descending("id").all().await.unwrap().len(), 2);
    assert_snapshot!(fixture.sent(), @r#"crm.company.list {"order":{"ID":"DESC"},"start":-1}"#);
}

#[tokio::test]
async fn nothing_is_one_of_no_values() {
    let fixture = Fixture::sequence([page([1, 2])]).await;
    let list = fixture.webhook().companies().list().filter(Filter::new().one_of("ID", Vec::<i64>::new()));
    assert_eq!(list.clone().all().await.unwrap(), []);
    assert_eq!(list.clone().order_by("TITLE").all().await.unwrap(), []);
    assert_eq!(list.count().await.unwrap(), 0);
    assert_eq!(list.page(0).await.unwrap().records, []);
    assert_eq!(fixture.sent(), "", "a portal may pass over the condition and list everything");

    let list = fixture.webhook().companies().list().filter(Filter::new().none_of("ID", Vec::<i64>::new()));
    assert_eq!(list.all().await.unwrap().len(), 2);
    assert_snapshot!(fixture.sent(), @r#"crm.company.list {"order":{"ID":"ASC"},"start":-1}"#);
}

#[tokio::test]
async fn a_portal_that_does_not_move_on_ends_the_list() {
    let fixture = Fixture::sequence([page(1..=50)]).await;
    let mut stream = fixture.webhook().companies().list().stream();
    let mut read = 0;
    let error = loop {
        match stream.next().await.unwrap() {
            Ok(_) => read += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Paging { method: "crm.company.list", .. }), "{error:?}");
    assert_snapshot!(error, @"The list of crm.company.list cannot be read: its ids do not move on: the portal ignores the order or the condition on ID.");
    assert_eq!((read, fixture.requests().len()), (50, 2));
    assert!(stream.next().await.is_none());
    assert_eq!(fixture.requests().len(), 2);

    let fixture = Fixture::sequence([page_before(50, 1..=50)]).await;
    let error = fixture.webhook().companies().list().order_by("TITLE").all().await.unwrap_err();
    assert_snapshot!(error, @"The list of crm.company.list cannot be read: its next page does not begin after this one.");
    assert_eq!(fixture.requests().len(), 2);

    let fixture = Fixture::sequence([page([2, 1])]).await;
    let error = fixture.webhook().companies().list().all().await.unwrap_err();
    assert!(matches!(error, Error::Paging { .. }), "{error:?}");
    assert_eq!(fixture.requests().len(), 1);
}

#[tokio::test]
async fn an_error_is_the_last_item() {
    let refused = json!({ "error": "", "error_description": "Access denied." });
    let fixture = Fixture::sequence([page(1..=50), refused]).await;
    let items: Vec<_> = fixture.webhook().companies().list().stream().collect().await;
    assert_eq!(items.len(), 51);
    let error = items.last().unwrap().as_ref().unwrap_err();
    assert_eq!(error.description(), Some("Access denied."));
    assert_eq!(fixture.requests().len(), 2);
}

#[tokio::test]
async fn pages_are_fetched_when_they_are_needed() {
    let fixture = Fixture::sequence([page(1..=50), page(51..=99)]).await;
    let mut stream = fixture.webhook().companies().list().stream();
    assert_eq!((stream.size_hint(), fixture.requests().len()), ((0, None), 0));
    let first: Vec<_> = stream.by_ref().take(50).try_collect().await.unwrap();
    assert_eq!((first.len(), fixture.requests().len()), (50, 1));
    assert_eq!(stream.try_next().await.unwrap().unwrap().id.get(), 51);
    assert_eq!((stream.size_hint(), fixture.requests().len()), ((48, Some(48)), 2));
}

#[tokio::test]
async fn whoever_stops_waiting_loses_nothing() {
    let fixture = Fixture::sequence([page(1..=3)]).await;
    let mut stream = fixture.webhook().companies().list().stream();
    assert!(stream.next().now_or_never().is_none());
    assert_eq!(stream.next().await.unwrap().unwrap().id.get(), 1);
    assert_eq!(fixture.requests().len(), 1);

    let mut dropped = fixture.webhook().companies().list().stream();
    assert!(dropped.next().now_or_never().is_none());
    drop(dropped);
    assert_eq!(fixture.webhook().companies().list().all().await.unwrap().len(), 3);
}

#[tokio::test]
async fn one_page_and_the_number_of_records() {
    let mut first = page_before(50, 1..=50);
    first["total"] = 73.into();
    let fixture = Fixture::sequence([first.clone(), first]).await;
    let filter = Filter::new().like("TITLE", "Har%");
    let list = fixture.webhook().companies().list().filter(filter).order_by("TITLE").select(["TITLE"]);
    let page = list.page(0).await.unwrap();
    assert_eq!((page.records.len(), page.total, page.next), (50, Some(73), Some(50)));
    assert_eq!(list.count().await.unwrap(), 73);
    assert_snapshot!(fixture.sent(), @r#"
    crm.company.list {"filter":{"=%TITLE":"Har%"},"order":{"TITLE":"ASC"},"select":["TITLE"],"start":0}
    crm.company.list {"filter":{"=%TITLE":"Har%"},"select":["ID"],"start":0}
    "#);

    let fixture = Fixture::json("200 OK", r#"{ "result": [] }"#).await;
    let error = fixture.webhook().companies().list().count().await.unwrap_err();
    assert_snapshot!(error, @"The list of crm.company.list cannot be read: the portal does not say how many records there are.");
}

#[tokio::test]
async fn a_stream_can_be_read_in_a_task_of_its_own() {
    fn assert_send<T: Send + Unpin>(stream: T) -> T {
        stream
    }
    let fixture = Fixture::sequence([page(1..=3)]).await;
    let stream: RecordStream<CompanyRecord> = assert_send(fixture.webhook().companies().list().stream());
    let read = tokio::spawn(stream.try_fold(0, |sum, company| async move { Ok(sum + company.id.get()) }));
    assert_eq!(read.await.unwrap().unwrap(), 6);
}

#[tokio::test]
async fn a_page_that_is_no_page_is_named_with_its_place() {
    let fixture = Fixture::sequence([json!({ "result": [{ "ID": "1" }, { "ID": "two" }] })]).await;
    match fixture.webhook().companies().list().all().await {
        Err(Error::Undecodable(error)) => assert_eq!(error.path(), "result[1].ID"),
        other => panic!("{other:?}"),
    }
}
