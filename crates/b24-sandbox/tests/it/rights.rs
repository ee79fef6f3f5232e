//! Rights on own records, and refusals that the configuration asks for, over HTTP.

use serde_json::{Value, json};

use crate::portal::{Answer, GET, Portal, answer};

/// A portal with an administrator, a clerk who may do everything with own records, and the clerk's token.
const CLERKS: &str = r#"
    users = [{ id = 1 }, { id = 5, rights = { company = { read = "own", add = "own", edit = "own", delete = "own" } } }]
    webhooks = [
        { name = "webhook", user = 1, code = "sandbox" },
        { name = "clerk", user = 5, code = "clerk" },
    ]
    tokens = [{ name = "oauth", user = 5, token = "put-your-token-here" }]
"#;

impl Portal {
    async fn of_clerks(more: &str) -> Self {
        let config = b24_sandbox::Config::from_toml(&format!("{CLERKS}\n{more}"));
        Self::with(config.expect("a configuration")).await
    }

    async fn by_clerk(&self, method: &str, params: Value) -> Answer {
        answer(self.client.post(self.url(&format!("/rest/5/clerk/{method}"))).json(&params)).await
    }

    async fn by_clerk_s_token(&self, method: &str) -> Answer {
        let params = json!({ "id": 32, "auth": "put-your-token-here" });
        answer(self.client.post(self.url(&format!("/rest/{method}"))).json(&params)).await
    }

    /// Changes what the portal refuses while it runs.
    async fn refuse(&self, access: Value) {
        let mut config = self.control("config").await.json();
        config["access"] = access;
        let put = answer(self.client.put(self.control_url("config")).json(&config)).await;
        assert_eq!(put.status, 200, "{}", put.body);
    }
}

fn ids(list: &Answer) -> Vec<String> {
    let list = list.json();
    let ids = list["result"].as_array().expect("records").iter();
    ids.map(|record| record["ID"].as_str().expect("text").to_owned()).collect()
}

#[tokio::test]
async fn a_clerk_s_companies_are_those_that_the_clerk_is_responsible_for() {
    let portal = Portal::of_clerks("").await;
    let denied = portal.by_clerk("crm.company.get", json!({ "id": 32 })).await;
    assert_eq!(denied.error(), (400, "crm.company.get/access-denied"));
    assert_eq!(portal.by_clerk(GET, json!({ "id": 32 })).await.error(), (403, &*format!("{GET}/access-denied")));

    let own = portal.by_clerk("crm.company.add", json!({ "fields": { "TITLE": "His" } })).await.json()["result"].take();
    let given = json!({ "fields": { "TITLE": "Hers", "ASSIGNED_BY_ID": 1 } });
    let refused = portal.by_clerk("crm.company.add", given).await;
    assert_eq!(refused.error(), (400, "crm.company.add/access-denied"));
    assert!(portal.by_clerk(GET, json!({ "id": own })).await.contacts().is_empty());

    let listed = portal.by_clerk("crm.company.list", json!({ "filter": { ">ID": 0 }, "select": ["ID"] })).await;
    assert_eq!((ids(&listed), &listed.json()["total"]), (vec![own.to_string()], &json!(1)));

    let away = json!({ "id": own, "fields": { "ASSIGNED_BY_ID": 1 } });
    assert_eq!(portal.by_clerk("crm.company.update", away.clone()).await.json()["result"], true);
    let refused = portal.by_clerk("crm.company.update", away).await;
    assert_eq!(refused.error(), (400, "crm.company.update/access-denied"));
    assert_eq!(ids(&portal.by_clerk("crm.company.list", json!({})).await), Vec::<String>::new());
}

#[tokio::test]
async fn pages_of_own_records_follow_each_other() {
    let portal = Portal::of_clerks("seed_data = \"empty\"").await;
    let mut own = Vec::new();
    for number in 0..120 {
        let fields = json!({ "fields": { "TITLE": number, "ASSIGNED_BY_ID": if number % 2 == 0 { 5 } else { 1 } } });
        let id = portal.call("crm.company.add", fields).await.json()["result"].to_string();
        own.extend((number % 2 == 0).then_some(id));
    }
    let first = portal.by_clerk("crm.company.list", json!({ "start": 0 })).await;
    let second = portal.by_clerk("crm.company.list", json!({ "start": first.json()["next"] })).await;
    assert_eq!([ids(&first), ids(&second)].concat(), own);
    assert_eq!((&first.json()["total"], second.json().get("next")), (&json!(60), None));
    let behind = json!({ "filter": { ">ID": own[49] }, "order": { "ID": "ASC" }, "start": -1 });
    assert_eq!(ids(&portal.by_clerk("crm.company.list", behind).await), own[50..]);
}

#[tokio::test]
async fn each_command_of_a_batch_is_looked_at_by_itself() {
    let portal = Portal::of_clerks(
        "[access]\napplication_only = [\"crm.company.fields\"]\nconfirm = { \"crm.company.delete\" = \"waiting\" }",
    )
    .await;
    let commands = json!({
        "made": "crm.company.add?fields[TITLE]=His",
        "own": "crm.company.get?id=$result[made]",
        "other": "crm.company.get?id=32",
        "contacts": "crm.contact.list",
        "fields": "crm.company.fields",
        "gone": "crm.company.delete?id=$result[made]",
    });
    let answer = portal.by_clerk("batch", json!({ "cmd": commands })).await.json();
    let errors = &answer["result"]["result_error"];
    let codes = |name: &str| (errors[name]["error"].clone(), errors[name]["error_description"].clone());
    assert_eq!(answer["result"]["result"]["own"]["TITLE"], "His", "{answer}");
    assert_eq!(codes("other"), (json!(""), json!("Access denied")));
    assert_eq!(codes("contacts"), (json!(""), json!("Access denied.")));
    assert_eq!(codes("fields").0, "WRONG_AUTH_TYPE");
    assert_eq!(codes("gone").0, "METHOD_CONFIRM_WAITING");
    assert_eq!(errors.as_object().map(serde_json::Map::len), Some(4));
}

#[tokio::test]
async fn the_portal_comes_before_the_credential_and_the_credential_before_the_method() {
    let portal = Portal::of_clerks("").await;
    let wrong = async |method: &str| answer(portal.client.get(portal.url(&format!("/rest/1/wrong/{method}")))).await;
    let everything = json!({
        "deleted": true, "blocked": true, "plan_includes_rest": false, "application_only": ["crm.*"],
        "confirm": { "*": "denied" },
    });
    for (lifted, expected) in [
        (json!({}), "system/portal-deleted"),
        (json!({ "deleted": false }), "system/overload-limit"),
        (json!({ "deleted": false, "blocked": false }), "system/commercial-plan-required"),
    ] {
        let mut access = everything.clone();
        access.as_object_mut().expect("an object").extend(lifted.as_object().cloned().expect("an object"));
        portal.refuse(access).await;
        assert_eq!(wrong("no.such.method").await.error().1, expected);
        assert_eq!(portal.call(GET, json!({ "id": 32 })).await.error().1, expected);
    }
    portal.refuse(json!({ "application_only": ["crm.*"], "confirm": { "*": "denied" } })).await;
    assert_eq!(wrong(GET).await.error().1, "system/invalid-credentials");
    assert_eq!(portal.by_clerk(GET, json!({ "id": 32 })).await.error(), (403, "system/wrong-auth-type"));
    assert_eq!(portal.by_clerk_s_token("crm.company.get").await.error(), (403, "system/method-confirm-denied"));
    portal.refuse(json!({})).await;
    assert_eq!(portal.by_clerk_s_token("crm.company.get").await.error(), (400, "crm.company.get/access-denied"));
    assert_eq!(portal.call(GET, json!({ "id": 32 })).await.contacts(), [7, 8, 9]);
}

#[tokio::test]
async fn who_has_left_is_told_nothing_and_nothing_else() {
    let portal = Portal::start().await;
    let left = portal.announcement().inactive.clone().expect("a webhook of one who has left");
    let call = |method: &str| answer(portal.client.get(format!("{left}{method}")));
    assert_eq!(call("profile").await.json()["result"], json!([]));
    for method in ["crm.company.list", "user.current", "server.time", "batch"] {
        assert_eq!(call(method).await.error(), (401, "system/invalid-credentials"), "{method}");
    }
    assert_eq!(portal.sandbox.broken_answers(), 0);
}
