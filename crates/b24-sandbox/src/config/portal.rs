//! What a portal is like unless told otherwise, and what must hold of it.

use std::collections::HashSet;

use super::{Application, Config, CustomField};

/// Scopes that the documentation lists.
const SCOPES: &[&str] = &[
    "ai_admin",
    "biconnector",
    "bizproc",
    "booking",
    "calendar",
    "call",
    "cashbox",
    "catalog",
    "contact_center",
    "crm",
    "delivery",
    "department",
    "disk",
    "documentgenerator",
    "entity",
    "humanresources",
    "humanresources.hcmlink",
    "im",
    "imbot",
    "imconnector",
    "imopenlines",
    "intranet",
    "landing",
    "lists",
    "log",
    "mailservice",
    "main",
    "messageservice",
    "mobile",
    "pay_system",
    "placement",
    "pull",
    "rpa",
    "sale",
    "salescenter",
    "sign.b2e",
    "socialnetwork",
    "sonet_group",
    "task",
    "telephony",
    "timeman",
    "user",
    "user.userfield",
    "user_basic",
    "user_brief",
    "userconsent",
    "userfieldconfig",
    "vote",
];

/// Features that the documentation names.
const FEATURES: &[&str] = &["rest_auth_connector", "rest_offline_extended"];

/// The documented scopes.
pub(super) fn scopes() -> Vec<String> {
    SCOPES.iter().copied().map(str::to_owned).collect()
}

/// The documented features.
pub(super) fn features() -> Vec<String> {
    FEATURES.iter().copied().map(str::to_owned).collect()
}

/// What contradicts itself in the portal's own facts, as a sentence.
pub(super) fn contradiction(config: &Config) -> Option<String> {
    let mut ids = HashSet::new();
    for department in &config.departments {
        let id = department.id;
        if id == 0 || !ids.insert(id) {
            return Some(format!("department id {id} must be at least 1 and belong to one department only"));
        }
        if let Some(parent) = department.parent.filter(|parent| config.department(*parent).is_none()) {
            return Some(format!("department {id} is a part of department {parent}, which does not exist"));
        }
        // A chain without a circle is no longer than there are departments.
        if config.department_and_above(id).nth(config.departments.len()).is_some() {
            return Some(format!("department {id} must not be a part of itself"));
        }
    }
    if let Some(user) = config.users.iter().find(|user| user.departments.contains(&0)) {
        return Some(format!("the ids of the departments of user {} must be at least 1", user.id));
    }
    if let Some(sentence) = CustomField::contradiction(&config.custom_fields) {
        return Some(sentence);
    }
    if let Some(sentence) = Application::contradiction(config) {
        return Some(sentence);
    }
    if config.language.len() < 2 || config.plan.is_empty() {
        return Some("language and plan must not be empty".to_owned());
    }
    let scopes = config.webhooks.iter().flat_map(|webhook| &webhook.scopes);
    let scopes = scopes.chain(config.tokens.iter().flat_map(|token| &token.scopes)).chain(&config.scopes);
    let mut scopes = scopes.chain(config.applications.iter().flat_map(|card| &card.scopes));
    scopes.any(String::is_empty).then(|| "a scope must not be empty".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Department;

    fn refused(change: impl FnOnce(&mut Config)) -> String {
        let mut config = Config::default();
        change(&mut config);
        contradiction(&config).expect("a contradiction")
    }

    #[test]
    fn the_usual_portal_does_not_contradict_itself() {
        assert_eq!(contradiction(&Config::default()), None);
    }

    #[test]
    fn departments_form_trees() {
        let again = |config: &mut Config| config.departments.push(config.departments[0].clone());
        assert!(refused(again).starts_with("department id 1"));
        assert!(refused(|config| config.departments[1].parent = Some(7)).contains("department 7"));
        for parent in [1, 2] {
            assert!(refused(|config| config.departments[0].parent = Some(parent)).contains("part of itself"));
        }
        let none = Department { id: 0, name: String::new(), parent: None, head: None };
        assert!(refused(|config| config.departments.push(none)).starts_with("department id 0"));
        assert!(refused(|config| config.users[1].departments.push(0)).contains("user 2"));
    }

    #[test]
    fn what_answers_show_is_there() {
        assert!(refused(|config| config.plan.clear()).contains("plan"));
        assert!(refused(|config| config.language.clear()).contains("language"));
        assert!(refused(|config| config.scopes.push(String::new())).contains("scope"));
        assert!(refused(|config| config.tokens[0].scopes.push(String::new())).contains("scope"));
    }
}
