//! Sends requests and turns what comes back into exchanges. The only place of the suite that touches the network, apart
//! from the control interface and the client under test.

mod body;
mod client;
mod compose;
mod control;
pub mod curl;
mod encode;
mod fault;
mod read_back;
mod send;
mod template;

use std::cell::{Cell, RefCell, RefMut};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use b24_contract::rule::Call;
use b24_contract::{Exchange, RawExchange, Secret};
use http::header::{ACCEPT, HeaderValue};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

pub(crate) use self::compose::{Request, compose};
pub use self::encode::Brackets;
pub(crate) use self::encode::{command, form_text, percent};
pub(crate) use self::fault::Fault;
use self::template::Hole;
pub(crate) use self::template::Template;
use crate::budget::Pace;
use crate::records::OwnRecords;
use crate::rule::summary;
use crate::variable::{Held, Variables, substituted};
use crate::{Error, Options, Target};

/// Sends requests to one target.
pub(crate) struct Wire<'a> {
    http: reqwest::Client,
    target: &'a Target,
    options: &'a Options,
    secrets: Vec<Secret>,
    own: RefCell<OwnRecords>,
    pace: RefCell<Pace>,
    halt: CancellationToken,
    sent: Cell<u32>,
    sent_again: Cell<u32>,
    /// Whether the last call that could be sent again was sent as often as it may be, in vain.
    failing: Cell<bool>,
    /// Whether the run's records are being removed, which goes on when the run itself may send no more.
    cleaning: Cell<bool>,
}

impl<'a> Wire<'a> {
    /// A wire to a target.
    ///
    /// # Errors
    ///
    /// [`Error::Client`] when the HTTP client cannot be made, for want of a random source or of system certificates.
    pub(crate) fn new(
        target: &'a Target,
        options: &'a Options,
        own: OwnRecords,
        halt: CancellationToken,
    ) -> Result<Self, Error> {
        // Another part of the program may have chosen a provider already; any will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(options.timeout)
            .connect_timeout(options.timeout)
            .default_headers([(ACCEPT, HeaderValue::from_static("application/json"))].into_iter().collect())
            .user_agent(concat!("b24-conformance/", env!("CARGO_PKG_VERSION")));
        if target.is_loopback() {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| Error::Client { reason: fault::root(&error) })?;
        Ok(Self {
            http,
            target,
            options,
            secrets: target.secrets(),
            own: RefCell::new(own),
            pace: RefCell::new(Pace::new(options.rate.on(target.is_live()))),
            halt,
            sent: Cell::new(0),
            sent_again: Cell::new(0),
            failing: Cell::new(false),
            cleaning: Cell::new(false),
        })
    }

    /// Number of requests sent so far.
    pub(crate) fn sent(&self) -> u32 {
        self.sent.get()
    }

    /// Number of requests of these that repeat one before.
    pub(crate) fn sent_again(&self) -> u32 {
        self.sent_again.get()
    }

    /// The records of the run. What this gives back must not be held over a call.
    pub(crate) fn own(&self) -> RefMut<'_, OwnRecords> {
        self.own.borrow_mut()
    }

    /// From here on only the run's records are removed: an interruption does not hold that up, and what the
    /// budget keeps back for it may be used.
    pub(crate) fn begin_cleaning(&self) {
        self.cleaning.set(true);
    }

    /// Whether somebody wants the run to end.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.halt.is_cancelled()
    }

    /// What is checked.
    pub(crate) fn target(&self) -> &'a Target {
        self.target
    }

    /// How the run is made.
    pub(crate) fn options(&self) -> &'a Options {
        self.options
    }

    /// An answer in a few words, without what a portal that others use tells of its data.
    pub(crate) fn summary(&self, answer: &Exchange) -> String {
        if self.veils() { summary(&answer.veiled(&[])) } else { summary(answer) }
    }

    /// Whether values of the portal's data are masked in what is told.
    pub(crate) fn veils(&self) -> bool {
        self.target.is_live() && !self.options.keep_values
    }

    async fn send_once(&self, call: &Call, request: &Request, variables: &Variables) -> Result<Exchange, Fault> {
        let built = self.build(request, variables)?;
        let mut raw = RawExchange {
            method: call.call.clone(),
            verb: request.verb.clone(),
            target: self.path_and_query(request, variables)?,
            credential: credential_name(call).to_owned(),
            encoding: call.via,
            params: Value::Object(substituted(&call.params, variables)),
            raw_body: call
                .body
                .as_deref()
                .map(|text| self.fill(&Template::with_variables(text), variables))
                .transpose()?,
            started: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64()),
            ..RawExchange::default()
        };
        self.sent.set(self.sent.get() + 1);
        let clock = Instant::now();
        let answer = self.http.execute(built).await.map_err(|error| self.fault(&error))?;
        raw.status = answer.status().as_u16();
        raw.headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        raw.body = body::read(answer, self.options.max_answer).await.map_err(|error| match error {
            body::Unread::TooLong => Fault::TooLong { limit: self.options.max_answer },
            body::Unread::Broken(error) => self.fault(&error),
        })?;
        raw.seconds = clock.elapsed().as_secs_f64();
        Ok(Exchange::new(raw, &self.secrets))
    }

    fn build(&self, request: &Request, variables: &Variables) -> Result<reqwest::Request, Fault> {
        let base = self.fill(&request.base, variables)?;
        let url = url::Url::parse(&format!("{base}{}", self.path_and_query(request, variables)?))
            .map_err(|error| Fault::Unsendable { reason: format!("the address is no URL: {error}") })?;
        let verb = reqwest::Method::from_bytes(request.verb.as_bytes())
            .map_err(|_| Fault::Unsendable { reason: format!("{:?} is no HTTP method", request.verb) })?;
        let mut builder = self.http.request(verb, url);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        match &request.body {
            None => {}
            Some(compose::Body::Text(text)) => builder = builder.body(self.fill(text, variables)?),
            Some(compose::Body::Parts(parts)) => {
                builder = builder.body(self.fill(&encode::multipart(parts), variables)?)
            }
        }
        builder.build().map_err(|error| self.fault(&error))
    }

    fn path_and_query(&self, request: &Request, variables: &Variables) -> Result<String, Fault> {
        let mut text = self.fill(&request.path, variables)?;
        if !request.query.is_empty() {
            text.push('?');
            text.push_str(&self.fill(&request.query, variables)?);
        }
        Ok(text)
    }

    fn fill(&self, template: &Template, variables: &Variables) -> Result<String, Fault> {
        template.fill(|hole| {
            let filled = match hole {
                Hole::Webhook(credential) => self.target.expose_webhook(*credential),
                Hole::Endpoint => self.target.endpoint().map(|url| url.as_str().trim_end_matches('/').to_owned()),
                Hole::Token(credential) => self.target.token(*credential).map(|token| token.expose().to_owned()),
                Hole::Control => self.target.control.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned()),
                Hole::Variable(name, written) => variables.get(name).map(|held| match held {
                    Held::Number(number) => number.to_string(),
                    Held::Text(text) => written.text(text),
                }),
            };
            filled.ok_or_else(|| Fault::Unsendable { reason: format!("nothing is known for {hole:?}") })
        })
    }

    fn fault(&self, error: &reqwest::Error) -> Fault {
        Fault::of(error, self.options.timeout)
    }
}

/// The credential's name in exchanges and reports.
fn credential_name(call: &Call) -> &'static str {
    use b24_contract::rule::Credential;
    match call.credential {
        Credential::Webhook => "webhook",
        Credential::Oauth => "oauth",
        Credential::Denied => "denied",
        Credential::Reader => "reader",
        Credential::Inactive => "inactive",
        Credential::NoScope => "no-scope",
        Credential::Expired => "expired",
        Credential::WrongToken => "wrong-token",
        Credential::WrongWebhook => "wrong-webhook",
        Credential::WrongUser => "wrong-user",
        Credential::None => "none",
    }
}

#[cfg(test)]
mod tests;
