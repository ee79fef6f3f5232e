//! Calls with the PHP SDK `bitrix24/b24phpsdk`.

use serde_json::Value;

use super::literal::PHP;
use super::webhook;

/// As a script.
pub(super) fn call(method: &str, params: &Value) -> String {
    let arguments = super::crest::arguments(method, &PHP.write(params, 0));
    format!(
        "<?php\n\nuse Bitrix24\\SDK\\Services\\ServiceBuilderFactory;\n\nrequire_once 'vendor/autoload.php';\n\n\
         $b24 = ServiceBuilderFactory::createServiceBuilderFromWebhook('{}');\n\
         $response = $b24->core->call({arguments});\nprint_r($response->getResponseData()->getResult());",
        webhook()
    )
}
