//! The first call: is there a portal, and does it accept the credential?

use b24_contract::rule::{Call, Credential};
use b24_contract::{Contract, Effect, Exchange, Method, judge};

use serde_json::json;

use crate::cases::error::sample_call;
use crate::target::Need;
use crate::variable::Variables;
use crate::wire::{Brackets, Fault, Wire, compose};
use crate::{Error, records};

/// A method that every user may call.
const PROFILE: &str = "profile";

/// Errors that say that a credential is not accepted, whatever is called.
const REFUSALS: [&str; 9] = [
    "system/no-auth-found",
    "system/invalid-credentials",
    "system/expired-token",
    "system/invalid-token",
    "system/authorization-error",
    "system/application-not-found",
    "system/oauth-error",
    "system/not-installed",
    "system/insufficient-scope",
];

/// Calls a method that reads.
///
/// # Errors
///
/// [`Error::Unreachable`] when no answer came, [`Error::NoRest`] when a portal answered with something else than JSON, and
/// [`Error::Refused`] when the credential was not accepted.
pub(crate) async fn first(wire: &Wire<'_>, contract: &Contract) -> Result<(), Error> {
    let Some(method) = Method::ALL.iter().copied().find(|method| method.row().effect == Effect::Read) else {
        return Ok(());
    };
    let credential = if wire.target().webhook.is_some() { Credential::Webhook } else { Credential::Oauth };
    let call = Call { credential, ..sample_call(contract, method) };
    let portal = || wire.target().origin().unwrap_or_default();
    // Whoever named a portal that is not there learns it at once.
    let exchange = match wire.send_once_only(&call, &compose(&call, Brackets::Raw), &Variables::new()).await {
        Ok(exchange) => exchange,
        // An endless answer is an answer: the cases will say what is wrong with it. So they will that the run ends.
        Err(Fault::TooLong { .. } | Fault::Stopped(_)) => return Ok(()),
        Err(fault) => return Err(Error::Unreachable { portal: portal(), reason: fault.to_string() }),
    };
    if wire.target().is_live() && exchange.json().is_none() && !claims_json(&exchange) {
        let kind = exchange.header("content-type").unwrap_or("no type").to_owned();
        return Err(Error::NoRest { portal: portal(), status: exchange.status(), kind });
    }
    accepted(wire, &exchange, "the credentials")
}

/// Calls with each other credential of a live portal what every user may call, so that a wrong one is not taken for the
/// portal's fault.
///
/// # Errors
///
/// [`Error::Refused`] when one was not accepted.
pub(super) async fn others(wire: &Wire<'_>) -> Result<(), Error> {
    let others = [
        (Credential::Reader, "the reader's credentials"),
        (Credential::Denied, "the credentials of the user without rights"),
        (Credential::Oauth, "the access token"),
    ];
    let target = wire.target();
    let has = |credential| target.lacks(Need::Credential(credential), wire.options()).is_none();
    for (credential, whose) in others.into_iter().filter(|(credential, _)| target.is_live() && has(*credential)) {
        let call = Call { credential, ..records::call(PROFILE, json!({})) };
        let sent = wire.send_once_only(&call, &compose(&call, Brackets::Raw), &Variables::new()).await;
        sent.map_or(Ok(()), |exchange| accepted(wire, &exchange, whose))?;
    }
    Ok(())
}

/// Whether an answer does not refuse the credential.
fn accepted(wire: &Wire<'_>, answer: &Exchange, whose: &'static str) -> Result<(), Error> {
    match judge::error_of(answer) {
        Some(error) if REFUSALS.contains(&error.id) => {
            let text = |name| answer.json().and_then(|body| body.get(name)?.as_str()).unwrap_or_default().to_owned();
            let portal = wire.target().origin().unwrap_or_default();
            let (code, text) = (text("error"), text("error_description"));
            Err(Error::Refused { whose, portal, status: answer.status(), code, text })
        }
        _ => Ok(()),
    }
}

fn claims_json(answer: &Exchange) -> bool {
    answer.header("content-type").is_some_and(|kind| kind.contains("json"))
}
