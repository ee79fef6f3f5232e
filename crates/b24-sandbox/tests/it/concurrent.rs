//! Many writers at once, on both sides of few companies.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::portal::{GET, Portal};

const COMPANIES: &str = "crm.contact.company.items.get";
/// Tasks that write at the same time.
const WRITERS: i64 = 8;

/// Runs as many tasks as there are writers and gives what they return.
async fn together<T, F>(portal: &Arc<Portal>, task: impl Fn(Arc<Portal>, i64) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for writer in 0..WRITERS {
        tasks.spawn(task(Arc::clone(portal), writer));
    }
    tasks.join_all().await
}

async fn result(portal: &Portal, method: &str, params: Value) -> Value {
    let answer = portal.call(method, params).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["result"].clone()
}

/// How many of an owner's links are primary, and how many there are.
async fn primaries(portal: &Portal, method: &str, owner: i64) -> (usize, usize) {
    let links = result(portal, method, json!({ "id": owner })).await;
    let links = links.as_array().expect("links");
    (links.iter().filter(|link| link["IS_PRIMARY"] == "Y").count(), links.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_through_a_company_leaves_it_with_one_primary_link() {
    let portal = Arc::new(Portal::start().await);
    let companies = [portal.company().await, portal.company().await];
    together(&portal, move |portal, writer| async move {
        for step in 0..6 {
            let (company, contact) = (companies[step as usize % 2], 5000 + writer * 10 + step);
            let fields = json!({ "CONTACT_ID": contact, "IS_PRIMARY": if step % 3 == 0 { "Y" } else { "N" } });
            result(&portal, "crm.company.contact.add", json!({ "id": company, "fields": fields })).await;
            assert_eq!(primaries(&portal, GET, company).await.0, 1, "after an addition");
            if step % 2 == 0 {
                result(&portal, "crm.company.contact.delete", json!({ "id": company, "fields": fields })).await;
                assert!(primaries(&portal, GET, company).await.0 <= 1, "after a removal");
            } else {
                let items = json!([{ "CONTACT_ID": contact }, { "CONTACT_ID": contact + 1000 }]);
                result(&portal, "crm.company.contact.items.set", json!({ "id": company, "items": items })).await;
                assert_eq!(primaries(&portal, GET, company).await.0, 1, "after a set");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_is_lost_or_made_twice_and_each_owner_s_next_write_settles_its_primary_link() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("portal.db");
    let portal = Arc::new(Portal::changed(|config| config.data = Some(file)).await);
    let companies = [portal.company().await, portal.company().await, portal.company().await];
    let mut contacts = Vec::new();
    for _ in 0..4 {
        contacts.push(portal.contact().await);
    }
    let pairs: BTreeSet<(i64, i64)> =
        companies.iter().flat_map(|company| contacts.iter().map(move |contact| (*company, *contact))).collect();

    // Half of the writers make every link through the companies, the other half through the contacts.
    let added = together(&portal, |portal, writer| {
        let pairs = pairs.clone();
        async move {
            let mut added = 0;
            for (company, contact) in pairs {
                let (method, params) = if writer % 2 == 0 {
                    ("crm.company.contact.add", json!({ "id": company, "fields": { "CONTACT_ID": contact } }))
                } else {
                    ("crm.contact.company.add", json!({ "id": contact, "fields": { "COMPANY_ID": company } }))
                };
                added += usize::from(result(&portal, method, params).await == json!(true));
            }
            added
        }
    })
    .await;
    assert_eq!(added.iter().sum::<usize>(), pairs.len(), "each link was added once");
    for company in companies {
        assert_eq!(primaries(&portal, GET, company).await.1, contacts.len());
    }
    for contact in &contacts {
        assert_eq!(primaries(&portal, COMPANIES, *contact).await.1, companies.len());
    }

    // The owners of one side write for themselves, all at once.
    let owners = contacts.clone();
    together(&portal, move |portal, writer| {
        let contact = owners[writer as usize % owners.len()];
        async move {
            let fields = json!({ "COMPANY_ID": 9000 + writer, "IS_PRIMARY": "Y" });
            result(&portal, "crm.contact.company.add", json!({ "id": contact, "fields": fields })).await;
            let main = result(&portal, "crm.contact.get", json!({ "id": contact })).await["COMPANY_ID"].clone();
            assert!(main.as_str().is_some_and(|main| main >= "9000"), "{main}");
        }
    })
    .await;
    for contact in contacts {
        assert_eq!(primaries(&portal, COMPANIES, contact).await.0, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_are_made_at_once_have_ids_of_their_own() {
    let portal = Arc::new(Portal::start().await);
    let made = together(&portal, |portal, writer| async move {
        let mut ids = Vec::new();
        for _ in 0..4 {
            ids.push(if writer % 2 == 0 { portal.company().await } else { portal.contact().await });
        }
        ids
    })
    .await;
    let made: Vec<i64> = made.into_iter().flatten().collect();
    let distinct: BTreeSet<i64> = made.iter().copied().collect();
    assert_eq!(distinct.len(), made.len());
    let (first, last) = (distinct.first().expect("an id"), distinct.last().expect("an id"));
    assert_eq!((last - first + 1) as usize, made.len(), "no id was skipped");
}
