//! Calls with the Python SDK `b24pysdk`.

use serde_json::Value;

use super::literal::PYTHON;
use super::{HOST, WEBHOOK};

/// As a script.
pub(super) fn call(method: &str, params: &Value) -> String {
    let params = match PYTHON.write(params, 0) {
        empty if empty == "{}" => String::new(),
        params => format!(", {params}"),
    };
    format!(
        "from b24pysdk import BitrixWebhook\n\n\
         token = BitrixWebhook(domain=\"{HOST}\", webhook_token=\"{WEBHOOK}\")\n\
         answer = token.call_method(\"{method}\"{params})\nprint(answer[\"result\"])"
    )
}
