//! Which error of the contract an error is, and what may be done about it.

use b24_contract::{ErrorClause, Retry};

use super::{Error, Refusal};

/// The contract's error that a refusal is. The method's own errors come before those of all methods.
pub(super) fn clause(refusal: &Refusal) -> Option<&'static ErrorClause> {
    let (code, text) = (refusal.code()?, refusal.description()?);
    let status = refusal.received().status();
    ErrorClause::of_method(refusal.method()).find(|clause| clause.matches(status, code.as_str(), text)).or_else(|| {
        let mut same_code = with_code(refusal);
        same_code.next().filter(|_| same_code.next().is_none())
    })
}

/// Errors that have the refusal's code, if it is not the empty one that says nothing.
fn with_code(refusal: &Refusal) -> impl Iterator<Item = &'static ErrorClause> {
    let code = refusal.code().filter(|code| !code.is_empty()).cloned();
    ErrorClause::of_method(refusal.method()).filter(move |clause| {
        code.as_ref().is_some_and(|code| clause.answers.iter().any(|answer| *code == answer.code))
    })
}

/// What may be done about an error.
pub(super) fn retry(error: &Error) -> Retry {
    match error {
        Error::InvalidUrl { .. }
        | Error::Setup { .. }
        | Error::InvalidMethod
        | Error::InvalidParameters { .. }
        | Error::TooLarge { .. }
        | Error::Redirect { .. }
        | Error::Paging { .. } => Retry::Never,
        Error::Unreachable { .. } => Retry::AfterWait,
        Error::Timeout { .. } | Error::Lost { .. } | Error::Interrupted(_) => Retry::IfIdempotent,
        Error::Undecodable(undecodable) if undecodable.is_json() => Retry::Never,
        Error::Undecodable(_) => Retry::IfIdempotent,
        Error::Refused(refusal) => after_refusal(refusal),
    }
}

/// The clause decides; without one the code, where all errors that have it agree; then the status.
fn after_refusal(refusal: &Refusal) -> Retry {
    if let Some(clause) = refusal.clause() {
        return clause.retry;
    }
    let mut same_code = with_code(refusal).map(|clause| clause.retry);
    if let Some(first) = same_code.next()
        && same_code.all(|other| other == first)
    {
        return first;
    }
    match refusal.received().status() {
        429 => Retry::AfterWait,
        408 | 500.. => Retry::IfIdempotent,
        _ => Retry::Never,
    }
}

/// Errors of a credential that no method would accept.
const CREDENTIAL: &[&str] = &[
    "NO_AUTH_FOUND",
    "INVALID_CREDENTIALS",
    "expired_token",
    "invalid_token",
    "authorization_error",
    "APPLICATION_NOT_FOUND",
    "ERROR_OAUTH",
    "NOT_INSTALLED",
    "user_access_error",
];

/// Whether a refusal is about the credential. A 401 without a code comes from a server in front of the portal.
pub(super) fn is_auth_failure(refusal: &Refusal) -> bool {
    match refusal.code() {
        Some(code) => CREDENTIAL.iter().any(|credential| code == credential),
        None => refusal.received().status() == 401,
    }
}
