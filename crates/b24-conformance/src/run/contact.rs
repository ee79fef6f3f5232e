//! The first call: is there a portal, and does it accept the credential?

use b24_contract::rule::{Call, Credential};
use b24_contract::{Contract, Effect, Method, judge};

use crate::Error;
use crate::cases::error::sample_call;
use crate::variable::Variables;
use crate::wire::{Brackets, Fault, Wire, compose};

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
/// [`Error::Unreachable`] when no answer came, [`Error::Refused`] when the credential was not accepted.
pub(crate) async fn first(wire: &Wire<'_>, contract: &Contract) -> Result<(), Error> {
    let Some(method) = Method::ALL.iter().copied().find(|method| method.row().effect == Effect::Read) else {
        return Ok(());
    };
    let credential = if wire.target().webhook.is_some() { Credential::Webhook } else { Credential::Oauth };
    let call = Call { credential, ..sample_call(contract, method) };
    let portal = || wire.target().origin().unwrap_or_default();
    let exchange = match wire.send(&call.clone().into(), &compose(&call, Brackets::Raw), &Variables::new()).await {
        Ok(exchange) => exchange,
        // An endless answer is an answer: the cases will say what is wrong with it. So they will that the run ends.
        Err(Fault::TooLong { .. } | Fault::Stopped(_)) => return Ok(()),
        Err(fault) => return Err(Error::Unreachable { portal: portal(), reason: fault.to_string() }),
    };
    match judge::error_of(&exchange) {
        Some(error) if REFUSALS.contains(&error.id) => {
            let text = |name| exchange.json().and_then(|body| body.get(name)?.as_str()).unwrap_or_default().to_owned();
            let (code, text) = (text("error"), text("error_description"));
            Err(Error::Refused { portal: portal(), status: exchange.status(), code, text })
        }
        _ => Ok(()),
    }
}
