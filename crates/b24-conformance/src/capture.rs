//! A call as somebody saw it pass by, made into an exchange without secrets.
//!
//! What was recorded knows no credentials, so they are found where calls carry them: the webhook's code in the path, the
//! access token among the parameters, and headers and cookies of the request.

mod secrets;

use b24_contract::{Encoding, Exchange, RawExchange, Route, decode, documented, php};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A call as it passed by, secrets included.
#[derive(Default)]
pub(crate) struct Captured {
    /// HTTP method.
    pub(crate) verb: String,
    /// Path of the URL, as it was sent.
    pub(crate) path: String,
    /// Query of the URL, without `?`.
    pub(crate) query: String,
    /// Headers of the request.
    pub(crate) headers: Vec<(String, String)>,
    /// Body of the request.
    pub(crate) body: Sent,
    /// The answer, if one came.
    pub(crate) answer: Option<Answered>,
    /// When the call began, in Unix seconds.
    pub(crate) started: f64,
    /// How long it took, in seconds.
    pub(crate) seconds: f64,
}

/// Body of a request.
pub(crate) enum Sent {
    /// The whole body; empty when there was none.
    Body(Vec<u8>),
    /// Names and values that a recorder has decoded already.
    Fields(Vec<(String, String)>),
    /// There was a body, but nobody kept it.
    Lost,
}

/// An answer.
pub(crate) struct Answered {
    /// HTTP status.
    pub(crate) status: u16,
    /// Headers.
    pub(crate) headers: Vec<(String, String)>,
    /// The body without its encodings; `None` when nobody kept it.
    pub(crate) body: Option<Vec<u8>>,
}

/// What a call turned out to be.
#[derive(Debug)]
pub(crate) enum Seen {
    /// A call of a REST method.
    Call {
        /// The call, without secrets.
        exchange: Box<Exchange>,
        /// Whether its parameters are known.
        request: bool,
        /// Whether its answer is known.
        answer: bool,
    },
    /// A call of the interface called REST 3.0, which is another protocol.
    Rest3,
    /// Something else: a page, a picture, a token.
    NoCall,
}

impl Default for Sent {
    fn default() -> Self {
        Self::Body(Vec::new())
    }
}

impl Captured {
    /// What the call is, without its secrets.
    pub(crate) fn see(self) -> Seen {
        let Some(route) = route(&self.path) else { return Seen::NoCall };
        if route.target.trim_start_matches('/').to_ascii_lowercase().starts_with("api/") {
            return Seen::Rest3;
        }
        if self.verb.eq_ignore_ascii_case("OPTIONS") {
            // A browser's question before the call, which names no parameters.
            return Seen::NoCall;
        }
        let request = !matches!(self.body, Sent::Lost);
        let answer = self.answer.as_ref().is_some_and(|answer| answer.body.is_some());
        let (params, encoding, raw_body) = self.parameters();
        let secrets = secrets::of(&self, &route, &params);
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        let (status, headers, body) = match self.answer {
            Some(answered) => (answered.status, answered.headers, answered.body.unwrap_or_default()),
            None => (0, Vec::new(), Vec::new()),
        };
        let raw = RawExchange {
            credential: credential(&route, &params).to_owned(),
            method: route.method,
            verb: self.verb,
            target: route.target + &query,
            encoding,
            params,
            raw_body,
            status,
            headers: headers.into_iter().filter(|(name, _)| !name.starts_with(':')).collect(),
            body,
            started: self.started,
            seconds: self.seconds,
        };
        Seen::Call { exchange: Box::new(Exchange::new(raw, &secrets)), request, answer }
    }

    fn parameters(&self) -> (Value, Encoding, Option<String>) {
        let content_type = self.header("content-type");
        let nothing = (Value::Object(Default::default()), Encoding::default(), None);
        match &self.body {
            Sent::Body(body) => match decode::parameters(&self.query, content_type, body) {
                Ok(decoded) => (Value::Object(decoded.params), decoded.encoding, decoded.raw_body),
                Err(_) => nothing,
            },
            Sent::Lost => nothing,
            Sent::Fields(fields) => {
                let multipart = content_type.is_some_and(|name| name.to_ascii_lowercase().contains("multipart"));
                let encoding = if multipart { Encoding::Multipart } else { Encoding::Form };
                let mut params = php::parse_query(&self.query).unwrap_or_default();
                params.extend(assembled(fields));
                (Value::Object(params), encoding, None)
            }
        }
    }

    /// A header of the request.
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Some recorders write names and values as they travelled, others as they are meant.
fn assembled(fields: &[(String, String)]) -> serde_json::Map<String, Value> {
    let is_encoded = |name: &str| name.to_ascii_lowercase().contains("%5b");
    if fields.iter().any(|(name, _)| is_encoded(name)) {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        return php::parse_query(&pairs.join("&")).unwrap_or_default();
    }
    php::assemble(fields.iter().map(|(name, value)| (name.as_str(), value.clone()))).unwrap_or_default()
}

/// The path as a call, wherever on the host the portal is.
fn route(path: &str) -> Option<Route> {
    let start = path.match_indices("/rest").map(|(at, _)| at).find(|at| path[at + 5..].starts_with('/'))?;
    Route::parse(&path[start..])
}

fn credential(route: &Route, params: &Value) -> &'static str {
    if route.webhook.is_some() {
        "webhook"
    } else if params.get("auth").is_some() {
        "oauth"
    } else {
        "none"
    }
}

/// Whether a text can be the name of a method. What stands in its place where the address is wrong may be a secret.
pub(crate) fn is_name(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    documented::name(text).is_some() || text.contains('.') && text.len() < 100 && text.chars().all(letters)
}

/// The parts of a path, decoded, that stand where a method's name belongs and are none.
fn no_names(path: &str) -> impl Iterator<Item = String> + '_ {
    let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    path.split('/').filter(|part| !part.is_empty()).map(decoded).filter(|part| !is_name(part))
}

#[cfg(test)]
mod tests;
