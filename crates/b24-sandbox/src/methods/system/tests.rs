//! Tests of the methods that tell of caller and portal.

use std::sync::Arc;

use b24_contract::Method::{self, *};
use serde_json::{Value, json};

use crate::call::{Call, Caller, CredentialKind};
use crate::config::{Application, ApplicationStatus, Config, Department, Gender, Rights, User};
use crate::methods::testing::{call_by, dispatch, noon};
use crate::settings::Settings;
use crate::store::fresh;

/// A user of whom everything is known.
fn known() -> User {
    User {
        name: "Rita".to_owned(),
        last_name: "Lang".to_owned(),
        active: true,
        email: "rita.lang@example.com".to_owned(),
        phone: "+49 30 5550103".to_owned(),
        position: "Auditor".to_owned(),
        gender: Some(Gender::Female),
        birthday: "1962-05-14".parse().ok(),
        photo: Some("https://example.com/rita.png".to_owned()),
        time_zone: "Europe/Berlin".to_owned(),
        departments: vec![2],
        registered: "2024-07-22".parse().ok(),
        employed: "2022-09-01".parse().ok(),
        rights: Rights::default(),
        ..User::new(3)
    }
}

/// The result of a call in the usual portal.
fn told(user: User, method: Method, params: Value) -> Value {
    result(&call_by(user, method, params))
}

fn result(call: &Call) -> Value {
    dispatch(&mut fresh(), call, noon()).map_err(|clause| clause.id).expect("a result").result
}

fn within(scopes: &[&str], kind: CredentialKind, method: Method, params: Value, config: Config) -> Value {
    let call = call_by(known(), method, params);
    let scopes = scopes.iter().copied().map(str::to_owned).collect();
    let is_token = kind == CredentialKind::Token;
    let application = config.applications.first().filter(|_| is_token).cloned().map(Arc::new);
    let caller = Caller { credential: "one".to_owned(), application, user: known(), scopes };
    let settings = Arc::new(Settings::new(config).expect("a configuration"));
    result(&Call { caller: Arc::new(caller), settings, ..call })
}

fn by_webhook(scopes: &[&str], method: Method, params: Value) -> Value {
    within(scopes, CredentialKind::Webhook, method, params, Config::default())
}

#[test]
fn a_profile_leaves_out_what_is_not_there() {
    insta::assert_json_snapshot!(told(known(), Profile, json!({})), @r#"
    {
      "ID": "3",
      "ADMIN": false,
      "NAME": "Rita",
      "LAST_NAME": "Lang",
      "PERSONAL_GENDER": "F",
      "TIME_ZONE": "Europe/Berlin",
      "PERSONAL_PHOTO": "https://example.com/rita.png"
    }
    "#);
    let bare = told(User::new(7), Profile, json!({}));
    let expected = json!({
        "ID": "7", "ADMIN": true, "NAME": "", "LAST_NAME": "", "PERSONAL_GENDER": "", "TIME_ZONE": "",
    });
    assert_eq!(bare, expected);
    let male = User { gender: Some(Gender::Male), ..known() };
    assert_eq!(told(male, Profile, json!({}))["PERSONAL_GENDER"], "M");
    assert_eq!(told(User { active: false, ..known() }, Profile, json!({})), json!([]));
}

#[test]
fn a_scope_tells_all_of_the_user_or_a_part() {
    insta::assert_json_snapshot!(by_webhook(&["user"], UserCurrent, json!({})), @r#"
    {
      "ID": "3",
      "ACTIVE": true,
      "NAME": "Rita",
      "LAST_NAME": "Lang",
      "EMAIL": "rita.lang@example.com",
      "LAST_LOGIN": "",
      "DATE_REGISTER": "2024-07-22T00:00:00+00:00",
      "TIME_ZONE": "Europe/Berlin",
      "IS_ONLINE": "Y",
      "LAST_ACTIVITY_DATE": "2024-08-19 12:00:00",
      "PERSONAL_GENDER": "F",
      "PERSONAL_BIRTHDAY": "1962-05-14T00:00:00+00:00",
      "WORK_POSITION": "Auditor",
      "WORK_PHONE": "+49 30 5550103",
      "UF_EMPLOYMENT_DATE": "2022-09-01T00:00:00+00:00",
      "UF_DEPARTMENT": [
        2
      ],
      "PERSONAL_PHOTO": "https://example.com/rita.png"
    }
    "#);
    let names = |scopes: &[&str]| -> Vec<String> {
        let user = by_webhook(scopes, UserCurrent, json!({}));
        user.as_object().expect("an object").keys().cloned().collect()
    };
    let all = names(&["user_brief", "user"]);
    let without = |missing: &[&str]| all.iter().filter(|name| !missing.contains(&name.as_str())).cloned().collect();
    let basic: Vec<String> = without(&["LAST_LOGIN"]);
    assert_eq!(names(&["user_basic"]), basic);
    assert_eq!(names(&["user_brief", "user_basic"]), basic);
    let brief: Vec<String> = without(&["LAST_LOGIN", "EMAIL", "WORK_PHONE"]);
    assert_eq!(names(&["user_brief"]), brief);
}

#[test]
fn administrators_are_known_by_their_rights_or_by_word() {
    assert_eq!(told(User::new(1), UserAdmin, json!({})), true);
    assert_eq!(told(known(), UserAdmin, json!({})), false);
    assert_eq!(told(User { admin: Some(true), ..known() }, UserAdmin, json!({})), true);
}

#[test]
fn scopes_are_those_of_the_credential_or_all() {
    let own = ["task", "basic"];
    for no in [json!(false), json!(0), json!("0"), json!("")] {
        assert_eq!(by_webhook(&own, Scope, json!({ "full": no })), json!(["task"]));
    }
    for yes in [json!(true), json!(1), json!("false")] {
        let all = by_webhook(&own, Scope, json!({ "full": yes }));
        assert_eq!(all.as_array().map(Vec::len), Some(48));
    }
    let config = Config { scopes: vec!["crm".to_owned(), "faceid".to_owned()], ..Config::default() };
    let all = within(&own, CredentialKind::Webhook, Scope, json!({ "full": true }), config);
    assert_eq!(all, json!(["crm", "faceid"]));
}

#[test]
fn methods_are_listed_by_scope() {
    let listed = |scopes: &[&str], params| -> Vec<String> {
        let names = by_webhook(scopes, Methods, params);
        names.as_array().expect("a list").iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let basic = listed(&[], json!({}));
    assert!(basic.contains(&"batch".to_owned()) && !basic.contains(&"crm.company.add".to_owned()));
    assert_eq!(listed(&["crm"], json!({ "scope": "" })), basic);
    assert_eq!(listed(&[], json!({ "scope": "user_brief" })), ["user.current"]);
    for unknown in [json!("no such scope"), json!(5), json!(["crm"])] {
        assert!(listed(&["crm"], json!({ "scope": unknown, "full": true })).is_empty());
    }
    let crm = listed(&[], json!({ "scope": "crm" }));
    assert!(crm.contains(&"crm.company.contact.items.get".to_owned()));
    let own = listed(&["crm"], json!({ "scope": null }));
    assert_eq!(own.len(), basic.len() + crm.len());
    assert_eq!(listed(&[], json!({ "full": "1" })).len(), Method::ALL.len());
}

#[test]
fn a_method_exists_or_is_within_reach_or_neither() {
    let state = |name: Value| {
        let state = by_webhook(&["task"], MethodGet, json!({ "name": name }));
        (state["isExisting"].clone(), state["isAvailable"].clone())
    };
    assert_eq!(state(json!("server.time")), (json!(true), json!(true)));
    assert_eq!(state(json!("crm.company.get")), (json!(true), json!(false)));
    for unknown in [json!("no.such.method"), json!("Scope"), json!(""), json!(null), json!(["scope"])] {
        assert_eq!(state(unknown), (json!(false), json!(false)));
    }
}

#[test]
fn the_time_is_that_of_the_clock() {
    assert_eq!(told(known(), ServerTime, json!({})), "2024-08-19T12:00:00+00:00");
}

#[test]
fn an_application_is_told_of_itself_and_a_webhook_of_its_scopes() {
    let config = |days| Config {
        applications: vec![Application {
            id: 5,
            code: "telefum24.kp10".to_owned(),
            version: 4,
            status: ApplicationStatus::Trial,
            days,
            ..Application::default()
        }],
        plan: "ent10000".to_owned(),
        language: "de".to_owned(),
        ..Config::default()
    };
    let told = |kind, days| within(&["crm"], kind, AppInfo, json!({}), config(days));
    insta::assert_json_snapshot!(told(CredentialKind::Token, None), @r#"
    {
      "ID": 5,
      "CODE": "telefum24.kp10",
      "VERSION": 4,
      "STATUS": "T",
      "INSTALLED": true,
      "PAYMENT_EXPIRED": "N",
      "DAYS": null,
      "LANGUAGE_ID": "de",
      "LICENSE": "de_ent10000",
      "LICENSE_TYPE": "ent10000",
      "LICENSE_FAMILY": "ent"
    }
    "#);
    let late = told(CredentialKind::Token, Some(-3));
    assert_eq!((&late["DAYS"], &late["PAYMENT_EXPIRED"]), (&json!(-3), &json!("Y")));
    assert_eq!(told(CredentialKind::Token, Some(0))["PAYMENT_EXPIRED"], "N");
    assert_eq!(told(CredentialKind::Webhook, None), json!({ "SCOPE": ["crm"], "LICENSE": "de_ent10000" }));
}

#[test]
fn every_status_has_its_letter() {
    use ApplicationStatus::{Demo, Free, Local, Paid, Trial};
    assert_eq!([Free, Demo, Trial, Paid, Local].map(ApplicationStatus::letter).concat(), "FDTPL");
}

#[test]
fn a_feature_is_there_or_not() {
    let value = |code: &str| told(known(), FeatureGet, json!({ "CODE": code }))["value"].clone();
    assert_eq!((value("rest_auth_connector"), value("rest_offline_extended")), (json!("Y"), json!("Y")));
    assert_eq!(value("no_such_feature"), "N");
    for empty in [json!(""), json!("0"), json!(0), json!(null), json!([]), json!(["rest_auth_connector"])] {
        let call = call_by(known(), FeatureGet, json!({ "CODE": empty }));
        let clause = dispatch(&mut fresh(), &call, noon()).expect_err("an error");
        assert_eq!(clause.id, "feature.get/code-empty");
    }
}

/// A portal where user 1 heads department 1, of which 2 is a part, and user 2 heads department 3.
fn organised() -> Config {
    let department = |id, parent, head| Department { id, name: format!("Department {id}"), parent, head };
    Config {
        departments: vec![department(1, None, Some(1)), department(2, Some(1), None), department(3, None, Some(2))],
        ..Config::default()
    }
}

#[test]
fn codes_have_names_as_far_as_the_portal_knows_them() {
    let named =
        |access: Value| within(&[], CredentialKind::Webhook, AccessName, json!({ "ACCESS": access }), organised());
    let all = ["U2", "IU2", "D1", "DR1", "G1", "G2", "AU", "CR", "U99", "D99", "G9", "SG1_K", "U", "AU1", "Ü1", ""];
    insta::assert_json_snapshot!(named(json!(all)), @r#"
    {
      "U2": {
        "provider": "User",
        "name": "Noah Keller",
        "provider_id": "user"
      },
      "IU2": {
        "provider": "Department",
        "name": "Noah Keller and supervisors",
        "provider_id": "intranet"
      },
      "D1": {
        "provider": "Department",
        "name": "Department 1",
        "provider_id": "intranet"
      },
      "DR1": {
        "provider": "Department",
        "name": "Department 1 with subdepartments",
        "provider_id": "intranet"
      },
      "G1": {
        "provider": "User group",
        "name": "Administrators",
        "provider_id": "group"
      },
      "G2": {
        "provider": "",
        "name": "All visitors",
        "provider_id": "other"
      },
      "AU": {
        "provider": "",
        "name": "All authorized users",
        "provider_id": "other"
      },
      "CR": {
        "provider": "",
        "name": "Author",
        "provider_id": "other"
      }
    }
    "#);
    assert_eq!(named(json!({ "x": "AU" }))["AU"]["provider_id"], "other");
    assert_eq!(named(json!(["U99", 5, ["AU"]])), json!([]));
    for none in [json!(null), json!([]), json!({}), json!("AU"), json!(1)] {
        assert_eq!(named(none), json!(false));
    }
}

#[test]
fn codes_include_users() {
    let has =
        |access: Value| within(&[], CredentialKind::Webhook, UserAccess, json!({ "ACCESS": access }), organised());
    for code in ["U3", "IU3", "D2", "DR2", "DR1", "G2", "AU"] {
        assert_eq!(has(json!([code])), true, "{code}");
        assert_eq!(has(json!(code)), true, "{code}");
        assert_eq!(has(json!(["U99", code])), true, "{code}");
    }
    for code in ["U1", "U99", "IU2", "D1", "D3", "DR3", "G1", "CR", "SG1_K", "x", ""] {
        assert_eq!(has(json!([code])), false, "{code}");
    }
    for none in [json!(null), json!([]), json!([5]), json!([["AU"]])] {
        assert_eq!(has(none), false);
    }
    assert_eq!(told(User::new(1), UserAccess, json!({})), true, "an administrator has every code");
}

#[test]
fn a_head_supervises_the_people_of_the_departments_below() {
    let headed = |id| {
        let call = call_by(User { admin: Some(false), ..User::new(id) }, UserAccess, json!({ "ACCESS": ["IU3"] }));
        let settings = Arc::new(Settings::new(organised()).expect("a configuration"));
        result(&Call { settings, ..call })
    };
    assert_eq!((headed(1), headed(2)), (json!(true), json!(false)));
}
