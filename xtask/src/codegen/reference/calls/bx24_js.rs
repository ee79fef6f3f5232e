//! Calls with BX24.js, the script that an application's page loads from the portal.

use serde_json::Value;

use super::literal::JAVASCRIPT;

/// With a callback.
pub(super) fn call(method: &str, params: &Value) -> String {
    format!(
        "BX24.callMethod('{method}', {}, (result) => {{\n  \
           if (result.error()) {{\n    console.error(result.error())\n  }} else {{\n    console.log(result.data())\n  }}\n}})",
        JAVASCRIPT.write(params, 0)
    )
}
