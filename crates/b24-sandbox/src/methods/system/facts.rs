//! `server.time`, `app.info` and `feature.get`: what the portal is like.

use b24_contract::generated::error;
use serde_json::{Value, json};

use crate::dispatch::{Inquiry, Outcome};
use crate::methods::value;

/// The portal's time.
pub(crate) fn server_time(inquiry: &Inquiry<'_>) -> Outcome {
    Ok(Value::String(inquiry.now.iso()))
}

/// The application behind an access token; through a webhook, which has none, the webhook's scopes. The plan in both.
pub(crate) fn app_info(inquiry: &Inquiry<'_>) -> Outcome {
    let config = &inquiry.call.settings.config;
    let license = format!("{}_{}", config.language, config.plan);
    let caller = &inquiry.call.caller;
    let Some(application) = &caller.application else {
        return Ok(json!({ "SCOPE": caller.scopes, "LICENSE": license }));
    };
    let is_over = application.days.is_some_and(|days| days < 0);
    Ok(json!({
        "ID": application.id,
        "CODE": application.code,
        "VERSION": application.version,
        "STATUS": application.status.letter(),
        "INSTALLED": application.installed,
        "PAYMENT_EXPIRED": if is_over { "Y" } else { "N" },
        "DAYS": application.days,
        "LANGUAGE_ID": config.language,
        "LICENSE": license,
        "LICENSE_TYPE": config.plan,
        "LICENSE_FAMILY": config.plan.trim_end_matches(|c: char| c.is_ascii_digit()),
    }))
}

/// Whether the plan has a feature. A feature that does not exist is one that it does not have.
pub(crate) fn feature_get(inquiry: &Inquiry<'_>) -> Outcome {
    let code = inquiry.call.param("CODE").filter(|code| value::truthy(code)).and_then(value::text);
    let code = code.ok_or(&error::FEATURE_GET_CODE_EMPTY)?;
    let has = inquiry.call.settings.config.features.contains(&code);
    Ok(json!({ "value": if has { "Y" } else { "N" } }))
}
