//! The companies and contacts of the sandbox: created, read, changed, listed and deleted.

use std::collections::BTreeSet;

use b24_client::{CompanyFields, CompanyId, ContactFields, Error, Filter, Multifield, MultifieldChange, Portal};
use b24_sandbox::Sandbox;
use futures::TryStreamExt;
use serde_json::{Value, json};

async fn sandbox() -> (Sandbox, Portal) {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let portal = Portal::webhook(&sandbox.announcement().webhook).unwrap();
    (sandbox, portal)
}

/// The values of a multifield.
fn values(entries: Option<&Vec<Multifield>>) -> Vec<&str> {
    entries.into_iter().flatten().map(|entry| entry.value.as_str()).collect()
}

#[tokio::test]
async fn a_company_from_its_beginning_to_its_end() {
    let (sandbox, portal) = sandbox().await;
    let companies = portal.companies();
    let fields = CompanyFields::new()
        .title("Harbour Ltd")
        .company_type("CUSTOMER")
        .revenue("1234.5")
        .opened(false)
        .phone("+44 20 7946 0018", "WORK")
        .phone("+44 20 7946 0019", "FAX");
    let id = companies.create(fields).await.unwrap();
    let company = companies.get(id).await.unwrap();
    assert_eq!((company.id, company.title.as_deref()), (id, Some("Harbour Ltd")));
    assert_eq!((company.opened, company.has_phone, company.has_email), (Some(false), Some(true), Some(false)));
    assert_eq!(company.assigned_by_id, company.created_by_id);
    assert_eq!((company.lead_id, company.get("LEAD_ID")), (None, Some(Value::Null)));
    assert_eq!(company.get("EMAIL"), None);

    let phones = company.phone.as_ref().unwrap();
    let changes = CompanyFields::new()
        .title("Harbour plc")
        .multifield("PHONE", MultifieldChange::update(phones[0].id, "+44 20 7946 0020", "MOBILE"))
        .multifield("PHONE", MultifieldChange::delete(phones[1].id))
        .email("office@example.com", "WORK");
    companies.update(id, changes).record_history(false).await.unwrap();
    let company = companies.get(id).await.unwrap();
    assert_eq!((company.title.as_deref(), company.company_type.as_deref()), (Some("Harbour plc"), Some("CUSTOMER")));
    assert_eq!(values(company.phone.as_ref()), ["+44 20 7946 0020"]);
    assert_eq!(values(company.email.as_ref()), ["office@example.com"]);

    companies.delete(id).await.unwrap();
    let error = companies.get(id).await.unwrap_err();
    assert_eq!(error.clause().map(|clause| clause.id), Some("crm.company.get/not-found"), "{error}");
    assert!(error.is_not_found() && !error.is_access_denied(), "{error}");
    assert_eq!(sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn a_contact_from_its_beginning_to_its_end() {
    let (sandbox, portal) = sandbox().await;
    let company = portal.companies().create(CompanyFields::new().title("Harbour Ltd")).await.unwrap();
    let contacts = portal.contacts();
    let fields = ContactFields::new().name("Anna").last_name("Harbour").company_id(company).im("@anna", "TELEGRAM");
    let id = contacts.create(fields).await.unwrap();
    let contact = contacts.get(id).await.unwrap();
    assert_eq!((contact.id, contact.name.as_deref(), contact.company_id), (id, Some("Anna"), Some(company)));
    assert_eq!(values(contact.im.as_ref()), ["@anna"]);
    assert_eq!(portal.company(company).contacts().get().await.unwrap()[0].contact_id, id);

    contacts.update(id, ContactFields::new().post("Harbour master").export(false)).announce(true).await.unwrap();
    let contact = contacts.get(id).await.unwrap();
    assert_eq!((contact.post.as_deref(), contact.export), (Some("Harbour master"), Some(false)));

    contacts.delete(id).await.unwrap();
    assert_eq!(portal.company(company).contacts().get().await.unwrap(), []);
    let error = contacts.delete(id).await.unwrap_err();
    assert_eq!(error.clause().map(|clause| clause.id), Some("crm.contact.delete/not-found"), "{error}");
    assert_eq!(sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn a_list_of_three_pages_in_every_order() {
    let (sandbox, portal) = sandbox().await;
    let companies = portal.companies();
    let mut made = BTreeSet::new();
    for number in 0..120 {
        let fields = CompanyFields::new().title(format!("No. {:03}", (number * 7) % 120)).originator_id("list-test");
        made.insert(companies.create(fields).await.unwrap());
    }
    let ours = || companies.list().filter(Filter::new().equal("ORIGINATOR_ID", "list-test"));
    assert_eq!(ours().count().await.unwrap(), 120);

    let by_id: Vec<CompanyId> = ours().stream().map_ok(|company| company.id).try_collect().await.unwrap();
    assert!(by_id.iter().eq(&made), "{by_id:?}");
    let newest_first = ours().order_by_descending("ID").select(["TITLE"]).all().await.unwrap();
    assert!(newest_first.iter().map(|company| company.id).eq(made.iter().rev().copied()));
    assert_eq!(newest_first[0].get("COMPANY_TYPE"), None, "it was not selected");
    let by_title = ours().order_by("TITLE").all().await.unwrap();
    let titles: Vec<_> = by_title.iter().filter_map(|company| company.title.clone()).collect();
    assert_eq!(titles, (0..120).map(|number| format!("No. {number:03}")).collect::<Vec<_>>());

    let page = ours().page(100).await.unwrap();
    assert_eq!((page.records.len(), page.total, page.next), (20, Some(120), None));
    let page = ours().page(0).await.unwrap();
    assert_eq!((page.records.len(), page.total, page.next), (50, Some(120), Some(50)));

    let some: Vec<_> = made.iter().copied().skip(50).take(60).collect();
    let few = Filter::new().one_of("ID", some.iter().copied()).greater("ID", some[9]);
    let few = ours().filter(few).all().await.unwrap();
    assert!(few.iter().map(|company| company.id).eq(some[10..].iter().copied()));
    assert_eq!(sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn contacts_are_found_by_what_they_have() {
    let (sandbox, portal) = sandbox().await;
    let contacts = portal.contacts();
    for (name, last_name) in [("Anna", "Harbour"), ("Bert", "Harbourne"), ("Cleo", "Mill")] {
        let fields = ContactFields::new().name(name).last_name(last_name).originator_id("find-test");
        contacts.create(fields.email(format!("{name}@example.com"), "WORK")).await.unwrap();
    }
    for (filter, expected) in [
        (Filter::new().equal("NAME", "Anna"), &["Anna"][..]),
        (Filter::new().not_equal("NAME", "Anna"), &["Bert", "Cleo"]),
        (Filter::new().like("LAST_NAME", "Harbour%"), &["Anna", "Bert"]),
        (Filter::new().contains("LAST_NAME", "arbourn"), &["Bert"]),
        (Filter::new().one_of("NAME", ["Bert", "Cleo"]), &["Bert", "Cleo"]),
        (Filter::new().none_of("NAME", ["Bert", "Cleo"]), &["Anna"]),
        (Filter::new().equal("EMAIL", "Cleo@example.com"), &["Cleo"]),
        (Filter::new().equal("HAS_EMAIL", true).at_most("NAME", "B"), &["Anna"]),
    ] {
        let list = contacts.list().filter(Filter::new().equal("ORIGINATOR_ID", "find-test")).filter(filter.clone());
        let found = list.select(["NAME", "EMAIL"]).all().await.unwrap();
        let names: Vec<_> = found.iter().filter_map(|contact| contact.name.as_deref()).collect();
        assert_eq!(names, expected, "{filter:?}");
        assert!(found.iter().all(|contact| contact.email.is_some()), "{filter:?}");
    }
    assert_eq!(sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn fields_are_described() {
    let (_sandbox, portal) = sandbox().await;
    let fields = portal.companies().fields().await.unwrap();
    assert_eq!(fields.get("INDUSTRY").unwrap().status_type.as_deref(), Some("INDUSTRY"));
    let fields = portal.contacts().fields().await.unwrap();
    assert_eq!(fields.get("COMPANY_ID").unwrap().is_deprecated, Some(true));
    assert!(fields.get("PHONE").unwrap().is_multiple);
}

#[tokio::test]
async fn what_is_refused_is_an_error_of_the_method() {
    let (sandbox, _) = sandbox().await;
    let denied = Portal::webhook(sandbox.announcement().denied.as_ref().unwrap()).unwrap();
    let (companies, contacts) = (denied.companies(), denied.contacts());
    let errors: Vec<Option<Error>> = vec![
        companies.create(CompanyFields::new().title("Harbour Ltd")).await.err(),
        companies.get(32).await.err(),
        companies.update(32, CompanyFields::new()).await.err(),
        companies.delete(32).await.err(),
        companies.list().all().await.err(),
        companies.list().count().await.err(),
        contacts.create(ContactFields::new().name("Anna")).await.err(),
        contacts.get(7).await.err(),
        contacts.update(7, ContactFields::new()).await.err(),
        contacts.delete(7).await.err(),
        contacts.list().page(0).await.err(),
    ];
    for error in errors {
        let error = error.unwrap();
        let clause = error.clause().unwrap_or_else(|| panic!("{error}")).id;
        assert!(clause.ends_with("/access-denied"), "{clause}");
        assert!(error.is_access_denied() && !error.is_not_found(), "{error}");
    }
    let portal = Portal::webhook(&sandbox.announcement().webhook).unwrap();
    let error = portal.contacts().create(ContactFields::new().set("COMMENTS", json!(null))).await.unwrap_err();
    assert_eq!(error.clause().map(|clause| clause.id), Some("crm.contact.add/name-missing"), "{error}");
}
