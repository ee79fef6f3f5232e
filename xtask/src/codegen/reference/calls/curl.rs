//! Calls with curl: JSON in the body.

use serde_json::{Value, json};

use super::{HOST, webhook};

/// Through a webhook.
pub(super) fn with_webhook(method: &str, params: &Value) -> String {
    call(&format!("{}{method}", webhook()), params)
}

/// With an access token of an application.
pub(super) fn with_token(method: &str, params: &Value) -> String {
    let mut params = params.clone();
    params["auth"] = json!("put-your-access-token-here");
    call(&format!("https://{HOST}/rest/{method}"), &params)
}

fn call(url: &str, params: &Value) -> String {
    let body = params.to_string().replace('\'', r"'\''");
    format!(
        "curl -X POST -H 'Content-Type: application/json' -H 'Accept: application/json' \\\n  -d '{body}' \\\n  {url}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stay_within_the_shell_s_quotes() {
        let call = with_webhook("a.get", &json!({ "name": "O'Neill" }));
        assert!(call.contains(r#"-d '{"name":"O'\''Neill"}'"#), "{call}");
    }
}
