//! What the portal refuses besides wrong credentials and missing rights.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Config;
use super::method_pattern::MethodPattern;

/// What the portal refuses, to everybody or to some. Unless told otherwise it refuses nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Access {
    /// Whether the portal was deleted: every call is answered with `PORTAL_DELETED`.
    pub deleted: bool,
    /// Whether Bitrix24's support has blocked REST because of overload: every call is answered with `OVERLOAD_LIMIT`.
    pub blocked: bool,
    /// Whether the portal's plan includes REST. Where it does not, every call is answered with `ACCESS_DENIED`.
    pub plan_includes_rest: bool,
    /// Methods that need an application, so that webhooks are refused: with `WRONG_AUTH_TYPE`, and in the words of its
    /// own documentation by `app.info`.
    pub application_only: Vec<MethodPattern>,
    /// Methods that users of the extranet are refused, with `ALLOWED_ONLY_INTRANET_USER`: `crm.*`, unless told otherwise.
    pub intranet_only: Vec<MethodPattern>,
    /// Methods that an administrator has yet to confirm or has refused, such as `"crm.company.delete" = "waiting"`. Of
    /// several that match the most exact one counts.
    pub confirm: BTreeMap<MethodPattern, Confirmation>,
    /// Whether `crm.company.fields` is for users who may read companies. Its page says so and says the contrary.
    pub fields_need_read: bool,
}

/// Whose calls of a method are not confirmed: everybody's, or those by some credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "`waiting` or `denied` belongs here, or one of them for each name of a credential")]
pub enum Confirmation {
    /// Everybody's.
    ForAll(Unconfirmed),
    /// Those by the credentials with these names; what the OAuth server hands out is called `application/user`.
    ByCredential(BTreeMap<String, Unconfirmed>),
}

/// Why a call is not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unconfirmed {
    /// The administrator has not answered yet: `METHOD_CONFIRM_WAITING`.
    Waiting,
    /// The administrator has refused: `METHOD_CONFIRM_DENIED`.
    Denied,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            deleted: false,
            blocked: false,
            plan_includes_rest: true,
            application_only: Vec::new(),
            intranet_only: vec!["crm.*".into()],
            confirm: BTreeMap::new(),
            fields_need_read: false,
        }
    }
}

impl Access {
    /// Why a credential's calls of a method are not confirmed, if they are not.
    pub(crate) fn unconfirmed(&self, method: &str, credential: &str) -> Option<Unconfirmed> {
        let concerned = self.confirm.iter().filter_map(|(pattern, confirmation)| {
            let state = match confirmation {
                Confirmation::ForAll(state) => Some(state),
                Confirmation::ByCredential(states) => states.get(credential),
            };
            state.filter(|_| pattern.matches(method)).map(|state| (pattern.exactness(), *state))
        });
        concerned.max_by_key(|(exactness, _)| *exactness).map(|(_, state)| state)
    }

    /// What contradicts itself, as a sentence.
    pub(super) fn contradiction(&self, config: &Config) -> Option<String> {
        let lists = [("application_only", &self.application_only), ("intranet_only", &self.intranet_only)];
        let listed = lists.into_iter().flat_map(|(place, patterns)| patterns.iter().map(move |one| (place, one)));
        let mut named = listed.chain(self.confirm.keys().map(|one| ("confirm", one)));
        if let Some((place, pattern)) = named.find(|(_, pattern)| !pattern.is_possible()) {
            return Some(format!("`{pattern}` in access.{place} is neither a method's name nor a beginning with `.*`"));
        }
        self.confirm.iter().find_map(|(pattern, confirmation)| {
            let unknown = confirmation.credentials().find(|name| !config.has_credential(name))?;
            Some(format!("access.confirm of `{pattern}` names the credential `{unknown}`, which does not exist"))
        })
    }
}

impl Confirmation {
    /// Names of the credentials that are named.
    fn credentials(&self) -> impl Iterator<Item = &str> {
        let states = match self {
            Self::ForAll(_) => None,
            Self::ByCredential(states) => Some(states),
        };
        states.into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(access: &str) -> Result<Config, String> {
        let config = Config::from_toml(&format!("[access]\n{access}")).map_err(|error| error.to_string())?;
        config.check().map(|()| config).map_err(|error| error.to_string())
    }

    fn unconfirmed(confirm: &str, method: &str, credential: &str) -> Option<Unconfirmed> {
        config(&format!("confirm = {confirm}")).expect("a configuration").access.unconfirmed(method, credential)
    }

    #[test]
    fn nothing_is_refused_unless_told_so() {
        assert_eq!(config("").expect("nothing said").access, Access::default());
        assert_eq!(Access::default().unconfirmed("crm.company.delete", "webhook"), None);
    }

    #[test]
    fn a_method_waits_for_everybody_or_for_some() {
        let confirm = r#"{ "crm.company.delete" = "waiting", "crm.contact.*" = { oauth = "denied" } }"#;
        let state = |method, credential| unconfirmed(confirm, method, credential);
        assert_eq!(state("crm.company.delete", "webhook"), Some(Unconfirmed::Waiting));
        assert_eq!(state("crm.company.get", "webhook"), None);
        assert_eq!(state("crm.contact.get", "oauth"), Some(Unconfirmed::Denied));
        assert_eq!(state("crm.contact.get", "webhook"), None);
    }

    #[test]
    fn the_most_exact_entry_that_concerns_the_credential_counts() {
        let confirm = r#"{ "*" = "waiting", "crm.*" = "denied", "crm.company.get" = { oauth = "waiting" } }"#;
        assert_eq!(unconfirmed(confirm, "profile", "oauth"), Some(Unconfirmed::Waiting));
        assert_eq!(unconfirmed(confirm, "crm.company.get", "oauth"), Some(Unconfirmed::Waiting));
        assert_eq!(unconfirmed(confirm, "crm.company.get", "webhook"), Some(Unconfirmed::Denied));
    }

    #[test]
    fn contradictions_are_named() {
        let refused = |access: &str| config(access).expect_err("a refusal");
        assert!(refused(r#"intranet_only = ["crm*"]"#).contains("`crm*` in access.intranet_only is neither"));
        assert!(refused(r#"application_only = [""]"#).contains("access.application_only"));
        assert!(refused(r#"confirm = { "a b" = "waiting" }"#).contains("`a b` in access.confirm"));
        assert!(refused(r#"confirm = { batch = { nobody = "waiting" } }"#).contains("`nobody`, which does not exist"));
        assert!(refused(r#"confirm = { batch = { "local.sandbox/99" = "waiting" } }"#).contains("does not exist"));
        assert!(config(r#"confirm = { batch = { "local.sandbox/1" = "waiting" } }"#).is_ok());
        assert!(refused(r#"confirm = { batch = "given" }"#).contains("`waiting` or `denied` belongs here"));
        assert!(refused("block = true").contains("unknown field `block`"));
    }

    #[test]
    fn what_was_written_can_be_read() {
        let confirm = r#"{ "crm.*" = { oauth = "denied" }, batch = "waiting" }"#;
        let config = config(&format!("confirm = {confirm}\nblocked = true")).expect("a configuration");
        let written = serde_json::to_string(&config.access).expect("JSON");
        assert_eq!(serde_json::from_str::<Access>(&written).expect("the same shape"), config.access);
    }
}
