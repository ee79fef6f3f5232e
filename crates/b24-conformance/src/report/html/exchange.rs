//! One call with its answer, to be read.

use b24_contract::{AnswerBody, Encoding, Exchange};
use maud::{Markup, html as markup};

use super::escape::Shown;
use super::json;

/// Most characters of a body that are shown; the run file has all.
const LONGEST: usize = 12_000;

/// The exchange, with what lies at the pointers into its answer marked.
pub(super) fn shown(exchange: &Exchange, pointers: &[&str]) -> Markup {
    let encoding = match exchange.encoding() {
        Encoding::Json => "JSON",
        Encoding::Form => "form",
        Encoding::Multipart => "multipart",
        Encoding::Query => "query",
    };
    markup! {
        details.exchange open {
            summary { "Exchange" }
            p.line {
                code { (Shown(exchange.verb())) " " (Shown(exchange.target())) }
                small { " as " (Shown(exchange.credential())) ", " (encoding) }
            }
            @match exchange.raw_body() {
                Some(body) => pre tabindex="0" { (text(body)) },
                None => pre tabindex="0" { (json::shown(exchange.params(), &[], LONGEST)) },
            }
            p.line {
                code { "HTTP " (exchange.status()) }
                @if exchange.seconds() > 0.0 { small { " after " (format!("{:.1}", exchange.seconds() * 1e3)) " ms" } }
            }
            @if exchange.has_headers() {
                details { summary { "headers" }
                    pre tabindex="0" { @for (name, value) in exchange.headers() { (Shown(name)) ": " (Shown(value)) "\n" } }
                }
            }
            @match exchange.body() {
                AnswerBody::Json(body) => pre tabindex="0" { (json::shown(body, pointers, LONGEST)) },
                AnswerBody::Text(body) => pre tabindex="0" { (text(body)) },
                AnswerBody::Binary(length) => p.line { (length) " bytes that are no text" },
                AnswerBody::Empty => p.line { "no body" },
            }
        }
    }
}

fn text(body: &str) -> Markup {
    let shown: String = body.chars().take(LONGEST).collect();
    markup! { (Shown(&shown)) @if shown.len() < body.len() { (json::CUT) } }
}
