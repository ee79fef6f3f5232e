//! Why a run could not be made.

/// Why a run could not be made or finished. What a portal does wrong is no error but a verdict.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is none of a webhook.
    #[error(
        "the webhook's address is not valid: {lacks}; a right one is https://example.bitrix24.com/rest/1/put-your-webhook-here/"
    )]
    BadWebhook {
        /// What is wrong with it.
        lacks: String,
    },
    /// The address is none of a mock.
    #[error("the mock's address is not valid; a right one is http://127.0.0.1:4010/")]
    BadMock,
    /// The address has no access token in it.
    #[error(
        "the address with an access token is not valid; a right one is https://example.bitrix24.com/rest/?auth=TOKEN"
    )]
    BadOauth,
    /// The first call got no answer.
    #[error("the portal {portal} could not be reached: {reason}")]
    Unreachable {
        /// Scheme, host and port.
        portal: String,
        /// What happened.
        reason: String,
    },
    /// The first call was answered by something that is no REST interface: a page for people, say.
    #[error("what answers at {portal} is no REST interface: HTTP {status}, {kind}")]
    NoRest {
        /// Scheme, host and port.
        portal: String,
        /// HTTP status.
        status: u16,
        /// Content type of the answer.
        kind: String,
    },
    /// The first call with a credential was refused for it.
    #[error("the portal {portal} refused {whose}: HTTP {status}, {code:?}: {text}")]
    Refused {
        /// Which credential, such as `the credentials` or `the reader's credentials`.
        whose: &'static str,
        /// Scheme, host and port.
        portal: String,
        /// HTTP status.
        status: u16,
        /// Value of `error`.
        code: String,
        /// Value of `error_description`.
        text: String,
    },
    /// No case matches the filter.
    #[error("no case matches {filter:?}{}", nearest_text(nearest))]
    NoSuchCase {
        /// The filter as it was given.
        filter: String,
        /// Ids that look most like it, best first.
        nearest: Vec<String>,
    },
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made: {reason}")]
    Client {
        /// What happened.
        reason: String,
    },
    /// A source of recorded payloads could not be read to its end.
    #[error("{name}: {reason}")]
    Source {
        /// Name of the file.
        name: String,
        /// What is wrong with it, and where.
        reason: String,
    },
    /// The address is none that calls can be passed on to.
    #[error("the upstream's address is not valid; a right one is https://example.bitrix24.com")]
    BadUpstream,
    /// The proxy could not listen.
    #[error("the proxy cannot listen on {address}: {reason}")]
    Listen {
        /// The address that was asked for.
        address: String,
        /// What happened.
        reason: String,
    },
    /// The ledger could not be written or read.
    #[error("the ledger {}: {reason}", path.display())]
    Ledger {
        /// Where it is.
        path: std::path::PathBuf,
        /// What happened.
        reason: String,
    },
    /// A line of a run file is wrong.
    #[error("{file}, line {line}: {reason}")]
    RunFile {
        /// Name of the file.
        file: String,
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A file holds nothing that can be replayed.
    #[error("{file} cannot be replayed: {reason}")]
    Replay {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A run file could not be read.
    #[error("the run file {file} could not be read: {reason}")]
    RunFileUnread {
        /// Name of the file.
        file: String,
        /// What happened.
        reason: String,
    },
}

/// The end of a sentence about a name that is not known.
pub(crate) fn nearest_text(nearest: &[String]) -> String {
    if nearest.is_empty() { String::new() } else { format!("; the nearest are {}", nearest.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_a_sentence() {
        let portal = || "https://example.bitrix24.com".to_owned();
        let errors = [
            Error::BadWebhook { lacks: "it is no URL".to_owned() },
            Error::BadMock,
            Error::BadOauth,
            Error::BadUpstream,
            Error::NoRest { portal: portal(), status: 503, kind: "text/html".to_owned() },
            Error::Unreachable { portal: portal(), reason: "connection refused".to_owned() },
            Error::Refused {
                whose: "the credentials",
                portal: portal(),
                status: 401,
                code: "NO_AUTH_FOUND".to_owned(),
                text: "Wrong authorization data".to_owned(),
            },
            Error::NoSuchCase { filter: "zzz".to_owned(), nearest: Vec::new() },
            Error::NoSuchCase {
                filter: "expird".to_owned(),
                nearest: vec!["a/expired".to_owned(), "b/expired".to_owned()],
            },
            Error::Client { reason: "no certificates".to_owned() },
            Error::Listen { address: "127.0.0.1:8025".to_owned(), reason: "address in use".to_owned() },
            Error::Ledger { path: "/state/ledger/1.ndjson".into(), reason: "permission denied".to_owned() },
            Error::Source { name: "a.har".to_owned(), reason: "line 2, column 13: no JSON".to_owned() },
            Error::Replay { file: "a.json".to_owned(), reason: "it is a run file: say --case ID".to_owned() },
            Error::RunFile { file: "run.ndjson".to_owned(), line: 3, reason: "no JSON: expected value".to_owned() },
            Error::RunFileUnread { file: "run.ndjson".to_owned(), reason: "no such file".to_owned() },
        ];
        insta::assert_snapshot!(errors.map(|error| error.to_string()).join("\n"));
    }
}
