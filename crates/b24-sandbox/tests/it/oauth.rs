//! The OAuth server: its two endpoints, and how applications get, renew and lose tokens.

mod applications;
mod authorize;
mod kept;
mod race;
mod tokens;

use b24_sandbox::OAuthAnnouncement;
use serde_json::{Value, json};

use crate::portal::{Answer, Portal, answer};

/// The pair of tokens that an answer hands over.
pub(crate) struct Pair {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Pair {
    fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{}", answer.body);
        let json = answer.json();
        let text = |name: &str| json[name].as_str().unwrap_or_else(|| panic!("no {name}: {json}")).to_owned();
        Self { access: text("access_token"), refresh: text("refresh_token") }
    }
}

impl Portal {
    fn oauth(&self) -> &OAuthAnnouncement {
        &self.announcement().oauth
    }

    /// The parameters that say and prove which application asks, with others.
    fn proved(&self, grant_type: &str, name: &str, proof: &str) -> Vec<(String, String)> {
        let known = |text: &Option<String>| text.clone().expect("announced");
        [
            ("grant_type", grant_type.to_owned()),
            ("client_id", known(&self.oauth().client_id)),
            ("client_secret", known(&self.oauth().client_secret)),
            (name, proof.to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// A GET of the token endpoint.
    async fn ask(&self, params: &[(String, String)]) -> Answer {
        let endpoint = self.oauth().token_endpoint.as_deref().expect("announced");
        answer(self.client.get(endpoint).query(params)).await
    }

    async fn refresh(&self, token: &str) -> Answer {
        self.ask(&self.proved("refresh_token", "refresh_token", token)).await
    }

    async fn exchange(&self, code: &str) -> Answer {
        self.ask(&self.proved("authorization_code", "code", code)).await
    }

    /// What a call with an access token meets: status and clause.
    async fn met_by(&self, token: &str) -> (u16, String) {
        let called = self.client.post(format!("{}profile", self.oauth().endpoint)).json(&json!({ "auth": token }));
        let met = answer(called).await;
        (met.status, met.header("b24-clause").unwrap_or_default().to_owned())
    }

    async fn seconds_pass(&self, seconds: f64) {
        assert_eq!(self.control_post("clock", json!({ "advance": seconds })).await.status, 200);
    }

    /// The pair that was announced.
    fn announced(&self) -> Pair {
        let known = |text: &Option<String>| text.clone().expect("announced");
        Pair { access: known(&self.oauth().access_token), refresh: known(&self.oauth().refresh_token) }
    }

    /// A pair without a browser.
    async fn issued(&self, wanted: Value) -> Pair {
        Pair::of(&self.control_post("tokens", wanted).await)
    }
}

/// What a call that succeeds meets.
fn fine() -> (u16, String) {
    (200, "profile.result#".to_owned())
}

fn refused(status: u16, clause: &str) -> (u16, String) {
    (status, clause.to_owned())
}
