//! Errors of the contract: what they look like and what a client may do about them.

use crate::{Method, Source};

/// One error of the contract. Its [`id`](Self::id) is permanent; its code is not unique, since many errors share `""`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorClause {
    /// Permanent clause id, such as `system/expired-token`.
    pub id: &'static str,
    /// Condition under which a portal answers with it, as one sentence.
    pub when: &'static str,
    /// What a client may do.
    pub retry: Retry,
    /// What sources say the error looks like; any of them keeps the contract.
    pub answers: &'static [ErrorAnswer],
    /// Whether any text passes, because no source gives it or it depends on the method.
    pub any_text: bool,
}

/// How one source describes an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorAnswer {
    /// HTTP status.
    pub status: u16,
    /// Value of `error`; may be empty.
    pub code: &'static str,
    /// Value of `error_description`.
    pub text: &'static str,
    /// Where this description comes from.
    pub source: Source<&'static str>,
}

/// What a client may do after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Nothing: the same call fails again.
    Never,
    /// Wait and repeat; the call was not executed.
    AfterWait,
    /// Refresh the access token and repeat once.
    AfterRefresh,
    /// Repeat where repeating does no harm; the call may have been executed.
    IfIdempotent,
}

impl ErrorClause {
    /// The errors that every method can answer with.
    pub const SYSTEM: &'static [&'static ErrorClause] = crate::generated::error::SYSTEM;

    /// All errors of the contract, system errors first.
    pub const ALL: &'static [&'static ErrorClause] = crate::generated::error::ALL;

    /// Finds an error by its clause id.
    pub fn by_id(id: &str) -> Option<&'static ErrorClause> {
        Self::ALL.iter().copied().find(|error| error.id == id)
    }

    /// The errors that a method can answer with, its own first. A method that the contract does not describe has the
    /// system errors.
    pub fn of_method(name: &str) -> impl Iterator<Item = &'static ErrorClause> {
        let own = Method::parse(name).map_or(&[][..], |method| method.row().errors);
        own.iter().chain(Self::SYSTEM).copied()
    }

    /// The answer that the sandbox sends: the source that the contract chose. It comes first.
    pub fn chosen(&self) -> &'static ErrorAnswer {
        &self.answers[0]
    }

    /// Whether an answer looks like this error, as any of its sources describes it. Codes compare without regard to
    /// letter case, texts also without quotes and a closing mark.
    pub fn matches(&self, status: u16, code: &str, text: &str) -> bool {
        self.answers.iter().any(|answer| {
            answer.status == status
                && answer.code.eq_ignore_ascii_case(code)
                && (self.any_text || answer.has_text(text))
        })
    }
}

impl ErrorAnswer {
    /// Whether a text is this one, as far as texts are compared.
    pub(crate) fn has_text(&self, text: &str) -> bool {
        bare(self.text) == bare(text)
    }
}

/// A text without what sources write differently: letter case, quotes, and a closing mark.
fn bare(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !matches!(c, '\'' | '"' | '`')).collect();
    kept.trim().trim_end_matches(['.', '!']).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_matches_each_of_its_own_answers() {
        for error in ErrorClause::ALL {
            for answer in error.answers {
                assert!(error.matches(answer.status, answer.code, answer.text), "{}", error.id);
            }
        }
    }

    #[test]
    fn a_method_has_its_own_errors_and_those_of_all() {
        let ids = |name| ErrorClause::of_method(name).map(|error| error.id).collect::<Vec<_>>();
        let own = ids("CRM.Company.Add");
        assert!(own[0].starts_with("crm.company.add/"));
        assert!(own.ends_with(&ids("crm.no.such.method")));
        assert_eq!(ids("crm.no.such.method").len(), ErrorClause::SYSTEM.len());
    }

    #[test]
    fn quotes_case_and_closing_mark_do_not_matter_but_words_do() {
        let error = ErrorClause::by_id("crm.company.contact.items.get/owner-invalid").expect("known id");
        assert!(error.matches(400, "", "the parameter 'ownerEntityID' is invalid or not defined"));
        assert!(!error.matches(400, "", "Not found."));
        assert!(!error.matches(500, "", "The parameter ownerEntityID is invalid or not defined."));
    }
}
