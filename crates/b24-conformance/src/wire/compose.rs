//! A call of the rule grammar as one HTTP request. Pure: what only the run knows stays a hole.

use std::collections::BTreeSet;

use b24_contract::Encoding;
use b24_contract::rule::{AuthIn, Call, Credential};
use serde_json::{Value, json};

use super::encode::{self, Brackets};
use super::template::{Hole, Template, Written};
use crate::target::{WRONG_CODE, WRONG_TOKEN};
use crate::variable::{Held, Variables};

/// One HTTP request, with holes for secrets and values of variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// HTTP method.
    pub(crate) verb: String,
    /// Address up to the method, without a slash at its end.
    pub(crate) base: Template,
    /// Path after the base, with suffix.
    pub(crate) path: Template,
    /// Query without `?`.
    pub(crate) query: Template,
    /// Headers, names in lower case; `content-type` is among them when there is a body that has one.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Option<Body>,
}

/// Body of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    /// Text.
    Text(Template),
    /// The parts of a multipart body by name.
    Parts(Vec<(String, Template)>),
}

/// Builds the request of a call; `brackets` says how those of a form or query are written.
pub(crate) fn compose(call: &Call, brackets: Brackets) -> Request {
    let token = token(call.credential);
    let verb = call.verb.clone().unwrap_or_else(|| match call.via {
        Encoding::Query => "GET".to_owned(),
        _ => "POST".to_owned(),
    });
    let mut request = Request {
        base: base(call.credential),
        path: Template::text(call.path.as_deref().unwrap_or("/{method}").replace("{method}", &call.call)),
        query: Template::default(),
        headers: Vec::new(),
        body: None,
        verb,
    };
    request.headers.extend(call.headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone())));

    let in_query = call.auth_in == AuthIn::Query || call.body.is_some();
    let (query_token, body_token) = if in_query { (token, None) } else { (None, token) };
    if let Some(token) = query_token {
        request.add_query(Template::text("auth=").append(&token));
    }
    match &call.body {
        Some(text) => request.set_text(Template::with_variables(text), call.content_type.as_deref()),
        None => request.encode(call, brackets, body_token),
    }
    if let Some(query) = &call.query {
        request.add_query(&Template::with_variables(query));
    }
    request
}

impl Request {
    /// The request that has a sandbox answer its next call with an error.
    pub(crate) fn plant(error: &str, answer: usize) -> Self {
        Self::control("POST", "/next-answer", Some(&json!({ "error": error, "answer": answer })))
    }

    /// A request of a sandbox's control interface. Variables in its path stand for their values.
    pub(crate) fn control(verb: &str, path: &str, body: Option<&Value>) -> Self {
        let mut base = Template::default();
        base.hole(Hole::Control);
        let mut request = Request {
            verb: verb.to_owned(),
            base,
            path: Template::with_variables(path),
            query: Template::default(),
            headers: Vec::new(),
            body: None,
        };
        if let Some(body) = body {
            request.set_text(Template::text(body.to_string()), Some("application/json"));
        }
        request
    }

    /// The same below another address, which a variable holds.
    pub(crate) fn below(self, variable: &str) -> Self {
        let mut base = Template::default();
        base.hole(Hole::Variable(variable.to_owned(), Written::Plain));
        Self { base, ..self }
    }

    /// The same with names in place of values, for a line that nobody runs.
    pub(crate) fn with_names_for_values(self) -> Self {
        self.map(Template::with_names_for_values)
    }

    /// The same for what variables hold now: numbers are written alike everywhere.
    pub(crate) fn for_values(self, variables: &Variables) -> Self {
        let is_number = |name: &str| matches!(variables.get(name), Some(Held::Number(_)));
        self.map(|template| template.plain_where(is_number))
    }

    /// Names of the variables in it.
    pub(crate) fn variables(&self) -> BTreeSet<String> {
        let of = |template: &Template| template.variables().map(str::to_owned).collect::<Vec<_>>();
        let parts: Vec<&Template> = match &self.body {
            None => Vec::new(),
            Some(Body::Text(text)) => vec![text],
            Some(Body::Parts(parts)) => parts.iter().map(|(_, value)| value).collect(),
        };
        [&self.base, &self.path, &self.query].into_iter().chain(parts).flat_map(of).collect()
    }

    fn map(mut self, change: impl Fn(&Template) -> Template) -> Self {
        for template in self.templates_mut() {
            *template = change(template);
        }
        self
    }

    fn templates_mut(&mut self) -> Vec<&mut Template> {
        let mut templates = vec![&mut self.path, &mut self.query];
        match &mut self.body {
            None => {}
            Some(Body::Text(text)) => templates.push(text),
            Some(Body::Parts(parts)) => templates.extend(parts.iter_mut().map(|(_, value)| value)),
        }
        templates
    }

    fn encode(&mut self, call: &Call, brackets: Brackets, token: Option<Template>) {
        let bodiless = matches!(self.verb.as_str(), "GET" | "HEAD" | "OPTIONS") && call.params.is_empty();
        match call.via {
            Encoding::Json if bodiless && token.is_none() => {}
            Encoding::Json => {
                self.set_text(encode::json(&call.params, token.as_ref()), Some("application/json"));
            }
            Encoding::Form => {
                let body = encode::urlencoded(&with_token(call, token), brackets);
                self.set_text(body, Some("application/x-www-form-urlencoded"));
            }
            Encoding::Multipart => {
                let kind = format!("multipart/form-data; boundary={}", encode::BOUNDARY);
                self.headers.push(("content-type".to_owned(), kind));
                self.body = Some(Body::Parts(with_token(call, token)));
            }
            Encoding::Query => self.add_query(&encode::urlencoded(&with_token(call, token), brackets)),
        }
    }

    fn set_text(&mut self, text: Template, content_type: Option<&str>) {
        self.headers.extend(content_type.map(|kind| ("content-type".to_owned(), kind.to_owned())));
        self.body = Some(Body::Text(text));
    }

    fn add_query(&mut self, more: &Template) {
        if !more.is_empty() {
            let joint = if self.query.is_empty() { "" } else { "&" };
            self.query.push(joint).append(more);
        }
    }
}

fn with_token(call: &Call, token: Option<Template>) -> Vec<(String, Template)> {
    let mut leaves = encode::leaves(&call.params);
    leaves.extend(token.map(|token| ("auth".to_owned(), token)));
    leaves
}

/// Where the credential stands in the path.
fn base(credential: Credential) -> Template {
    let mut base = Template::default();
    match credential {
        Credential::Webhook
        | Credential::Denied
        | Credential::Reader
        | Credential::Inactive
        | Credential::NoScope
        | Credential::WrongUser => {
            base.hole(Hole::Webhook(credential));
        }
        Credential::WrongWebhook => {
            base.hole(Hole::Endpoint).push("/1/").push(WRONG_CODE);
        }
        Credential::Oauth | Credential::Expired | Credential::WrongToken | Credential::None => {
            base.hole(Hole::Endpoint);
        }
    }
    base
}

/// The access token that travels with the parameters.
fn token(credential: Credential) -> Option<Template> {
    match credential {
        Credential::Oauth | Credential::Expired => {
            let mut token = Template::default();
            token.hole(Hole::Token(credential));
            Some(token)
        }
        Credential::WrongToken => Some(Template::text(WRONG_TOKEN)),
        _ => None,
    }
}
