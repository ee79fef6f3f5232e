//! A request as shell lines that can be pasted.

use b24_contract::rule::{Call, Credential, Given};

use super::compose::{Body, Request, compose};
use super::encode::{self, Brackets};
use super::template::{Hole, Piece, Template, Written};
use crate::records;
use crate::variable::{RESULT, Takes, declared};

/// The request as shell lines. Secrets, addresses and values of variables are shell variables; what is taken from the
/// answer is stored in them.
pub(crate) fn lines(request: &Request, takes: &Takes) -> Vec<String> {
    let line = command(request, !takes.is_empty());
    let mut taken = takes.iter();
    match (taken.next(), taken.next()) {
        (None, _) => vec![line],
        (Some((name, pointer)), None) => vec![format!("{name}=$({line} | {})", filter(pointer))],
        _ => {
            let answer = format!("answer=$({line})");
            let take = |(name, pointer): (&String, &String)| {
                format!(r#"{name}=$(printf %s "${{answer}}" | {})"#, filter(pointer))
            };
            std::iter::once(answer).chain(takes.iter().map(take)).collect()
        }
    }
}

/// A command that finds the value at a JSON pointer. The id of a new record needs no tool that not everybody has.
fn filter(pointer: &str) -> String {
    if pointer == RESULT {
        return r#"sed -E 's/.*"result": *([0-9]+).*/\1/'"#.to_owned();
    }
    let steps = pointer.split('/').skip(1).map(|step| match step.parse::<u32>() {
        Ok(place) => format!("[{place}]"),
        Err(_) => format!("[{}]", encode::quoted(&step.replace("~1", "/").replace("~0", "~"))),
    });
    let path: String = steps.collect();
    format!("jq -r '.{}'", path.replace('\'', r"'\''"))
}

/// The request as one `curl` line.
fn line(request: &Request) -> String {
    command(request, false)
}

/// The request as one `curl` line. What the control interface answers is not shown unless it is used.
fn command(request: &Request, is_used: bool) -> String {
    let mut words = vec!["curl -sS".to_owned()];
    let mut url = request.base.clone();
    url.append(&request.path);
    if !request.query.is_empty() {
        url.push("?").append(&request.query);
    }
    let default_verb = match &request.body {
        Some(Body::Text(_)) => "POST",
        Some(Body::Parts(parts)) if !parts.is_empty() => "POST",
        _ => "GET",
    };
    if request.verb == "HEAD" {
        words.push("--head".to_owned());
    } else if request.verb != default_verb {
        words.push(format!("-X {}", request.verb));
    }
    if url.pieces().iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(['[', '{']))) {
        words.push("--globoff".to_owned());
    }
    if url
        .pieces()
        .iter()
        .any(|piece| matches!(piece, Piece::Text(text) if text.contains("/./") || text.contains("/../")))
    {
        words.push("--path-as-is".to_owned());
    }
    words.push(word(&url));
    if !is_used && matches!(url.pieces().first(), Some(Piece::Hole(Hole::Control))) {
        words.push("-o /dev/null".to_owned());
    }
    let multipart = matches!(request.body, Some(Body::Parts(_)));
    for (name, value) in &request.headers {
        let set_by_curl = name == "content-type" && multipart;
        if !set_by_curl {
            words.push(format!("-H {}", word(&Template::text(format!("{name}: {value}")))));
        }
    }
    match &request.body {
        None => {}
        Some(Body::Text(text)) => {
            if !request.headers.iter().any(|(name, _)| name == "content-type") {
                words.push("-H 'content-type:'".to_owned());
            }
            // To `-d`, a leading `@` names a file.
            let flag = if matches!(text.pieces().first(), Some(Piece::Text(text)) if text.starts_with('@')) {
                "--data-raw"
            } else {
                "-d"
            };
            words.push(format!("{flag} {}", word(text)));
        }
        Some(Body::Parts(parts)) => words.extend(parts.iter().map(|(name, value)| {
            let mut part = Template::text(format!("{name}="));
            part.append(value);
            format!("--form-string {}", word(&part))
        })),
    }
    words.join(" ")
}

/// The request of a rule's call as one `curl` line to read: values are their variables' names, such as `<c>`.
pub fn of_call(call: &Call) -> String {
    line(&compose(call, Brackets::Raw).with_names_for_values())
}

/// The request that makes something which a rule is given, as a line to read. The variable that stands for what is made
/// is named before it.
pub fn of_given(given: &Given) -> String {
    let call = records::making(given);
    let names: String = call.take.keys().map(|name| format!("<{}> is the result of ", declared(name))).collect();
    format!("{names}{}", of_call(&call))
}

/// What the shell is to put where a hole is.
fn hole(hole: &Hole) -> String {
    match hole {
        Hole::Webhook(credential) => format!("${{{}%/}}", credential_variable(*credential)),
        Hole::Endpoint => "${B24_ENDPOINT%/}".to_owned(),
        Hole::Control => "${B24_CONTROL%/}".to_owned(),
        Hole::Token(credential) => format!("${}", credential_variable(*credential)),
        Hole::Variable(name, written) => {
            let jq = |filter: &str| format!(r#"$(jq -rn --arg v "${{{name}}}" '$v|{filter}')"#);
            match written {
                Written::Plain => format!("${{{name}}}"),
                Written::Json => jq("@json"),
                Written::InJson => jq("@json[1:-1]"),
                Written::Percent => jq("@uri"),
            }
        }
    }
}

/// Environment variable that the replay lines read a credential from.
fn credential_variable(credential: Credential) -> &'static str {
    match credential {
        Credential::Denied => "B24_DENIED",
        Credential::Reader => "B24_READER",
        Credential::Inactive => "B24_INACTIVE",
        Credential::NoScope => "B24_NO_SCOPE",
        Credential::WrongUser => "B24_WRONG_USER",
        Credential::Oauth => "B24_TOKEN",
        Credential::Expired => "B24_EXPIRED_TOKEN",
        Credential::Webhook | Credential::WrongToken | Credential::WrongWebhook | Credential::None => "B24_PORTAL",
    }
}

/// A template as one shell word.
fn word(template: &Template) -> String {
    let plain = |text: &str| text.bytes().all(|byte| !matches!(byte, b'"' | b'$' | b'`' | b'\\' | b'!' | b'\''));
    let texts_plain = template.pieces().iter().all(|piece| match piece {
        Piece::Text(text) => plain(text),
        Piece::Hole(_) => true,
    });
    if texts_plain && template.pieces().iter().any(|piece| matches!(piece, Piece::Hole(_))) {
        let inner: String = template
            .pieces()
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Hole(inner) => hole(inner),
            })
            .collect();
        return format!("\"{inner}\"");
    }
    if template.is_empty() {
        return "''".to_owned();
    }
    template
        .pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => format!("'{}'", text.replace('\'', r"'\''")),
            Piece::Hole(inner) => format!("\"{}\"", hole(inner)),
        })
        .collect()
}

#[cfg(all(test, unix))]
mod tests;
