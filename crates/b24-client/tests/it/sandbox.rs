//! The client against the sandbox, which answers as portals do.

use b24_client::{ErrorClause, Portal, Retry, Secret};
use b24_contract::Method;
use b24_sandbox::Sandbox;
use serde_json::json;

use crate::fixture::own_client;

async fn sandbox() -> Sandbox {
    Sandbox::builder().start().await.unwrap()
}

fn oauth(sandbox: &Sandbox, token: Option<&String>) -> Portal {
    Portal::oauth(&sandbox.announcement().oauth.endpoint, Secret::new(token.unwrap())).unwrap()
}

#[tokio::test]
async fn the_documented_company_has_its_three_contacts() {
    let sandbox = sandbox().await;
    let announced = sandbox.announcement();
    for portal in [Portal::webhook(&announced.webhook).unwrap(), oauth(&sandbox, announced.oauth.access_token.as_ref())]
    {
        let bindings = portal.company(32).contacts().get().await.unwrap();
        let seen: Vec<_> = bindings.iter().map(|b| (b.contact_id.get(), b.sort, b.role_id, b.is_primary)).collect();
        assert_eq!(seen, [(7, 100, 0, true), (8, 110, 0, false), (9, 120, 0, false)]);
    }
    assert_eq!(sandbox.broken_answers(), 0);
}

#[tokio::test]
async fn a_raw_call_writes_and_the_typed_one_reads() {
    let sandbox = sandbox().await;
    let portal = Portal::webhook(&sandbox.announcement().webhook).unwrap();
    let company = portal.call("crm.company.add", json!({ "fields": { "TITLE": "Harbour" } })).await.unwrap();
    assert!(company.time.is_some());
    let contact = portal.call("crm.contact.add", json!({ "fields": { "NAME": "Anna" } })).await.unwrap();
    let link = json!({ "id": company.result, "fields": { "CONTACT_ID": contact.result, "SORT": -5 } });
    assert_eq!(portal.call("crm.company.contact.add", link).await.unwrap().result, json!(true));
    let bindings = portal.company(company.result.as_i64().unwrap()).contacts().get().await.unwrap();
    assert_eq!(bindings.len(), 1);
    assert_eq!((json!(bindings[0].contact_id.get()), bindings[0].sort), (contact.result, -5));
}

#[tokio::test]
async fn credentials_that_are_no_good() {
    let sandbox = sandbox().await;
    let announced = sandbox.announcement();
    let wrong = announced.webhook.replace("/rest/1/", "/rest/1/wrong-");
    let refused = [
        (Portal::webhook(&wrong).unwrap(), "system/invalid-credentials", true),
        (oauth(&sandbox, announced.oauth.expired_access_token.as_ref()), "system/expired-token", true),
        (oauth(&sandbox, Some(&"wrong-token".to_owned())), "system/invalid-token", true),
        (Portal::webhook(announced.no_scope.as_ref().unwrap()).unwrap(), "system/insufficient-scope", false),
        (
            Portal::webhook(announced.denied.as_ref().unwrap()).unwrap(),
            "crm.company.contact.items.get/access-denied",
            false,
        ),
    ];
    for (portal, clause, is_auth_failure) in refused {
        let error = portal.company(32).contacts().get().await.unwrap_err();
        assert_eq!(error.clause().map(|clause| clause.id), Some(clause), "{error}");
        assert_eq!(error.is_auth_failure(), is_auth_failure, "{error}");
        assert!(error.is_refusal() && !error.is_misuse(), "{error}");
    }
}

#[tokio::test]
async fn an_id_that_no_company_can_have_is_refused_by_the_portal() {
    let sandbox = sandbox().await;
    let portal = Portal::webhook(&sandbox.announcement().webhook).unwrap();
    for id in [0, -1, i64::MIN] {
        let error = portal.company(id).contacts().get().await.unwrap_err();
        assert_eq!((error.status(), error.code().map(|code| code.as_str())), (Some(400), Some("")));
        assert_eq!(error.clause().map(|clause| clause.id), Some("crm.company.contact.items.get/owner-invalid"));
        assert_eq!(error.retry(), Retry::Never);
    }
}

#[tokio::test]
async fn every_error_of_the_contract_is_recognised_in_every_form() {
    let sandbox = sandbox().await;
    let portal = Portal::webhook(&sandbox.announcement().webhook).unwrap();
    let plant = format!("{}next-answer", sandbox.announcement().control.as_ref().unwrap());
    let http = own_client();
    for planted in ErrorClause::ALL {
        let method = planted.id.split('/').next().and_then(Method::parse).unwrap_or(Method::CrmCompanyContactItemsGet);
        for (answer, expected) in planted.answers.iter().enumerate() {
            let body = json!({ "error": planted.id, "answer": answer });
            http.post(&plant).json(&body).send().await.unwrap().error_for_status().unwrap();
            let error = portal.call(method.name(), ()).await.unwrap_err();
            assert_eq!(error.status(), Some(expected.status), "{}: {error}", planted.id);
            assert_eq!(error.code().unwrap(), expected.code, "{}: {error}", planted.id);
            let clause = error.clause().unwrap_or_else(|| panic!("{} was not recognised: {error}", planted.id));
            assert!(clause.matches(expected.status, expected.code, error.description().unwrap()), "{}", planted.id);
            assert_eq!(error.retry(), planted.retry, "{}: {error}", planted.id);
        }
    }
}
