//! Calls with CRest, whose `settings.php` holds the credential.

use serde_json::Value;

use super::literal::PHP;

/// As a script.
pub(super) fn call(method: &str, params: &Value) -> String {
    let arguments = arguments(method, &PHP.write(params, 0));
    format!("<?php\n\nrequire_once 'crest.php';\n\n$answer = CRest::call({arguments});\nprint_r($answer);")
}

/// The arguments of a call; parameters are left out where there are none.
pub(super) fn arguments(method: &str, params: &str) -> String {
    if params == "[]" { format!("'{method}'") } else { format!("'{method}', {params}") }
}
