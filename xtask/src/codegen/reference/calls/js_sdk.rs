//! Calls with the JavaScript SDK `@bitrix24/b24jssdk`.

use serde_json::Value;

use super::literal::JAVASCRIPT;
use super::webhook;

/// As a module of Node.js.
pub(super) fn call(method: &str, params: &Value) -> String {
    format!(
        "import {{ B24Hook }} from '@bitrix24/b24jssdk'\n\n\
         const $b24 = B24Hook.fromWebhookUrl('{}')\n\
         const response = await $b24.actions.v2.call.make({{\n  method: '{method}',\n  params: {},\n}})\n\
         if (!response.isSuccess) {{\n  throw new Error(response.getErrorMessages().join('; '))\n}}\n\
         console.log(response.getData().result)",
        webhook(),
        JAVASCRIPT.write(params, 1)
    )
}
