//! Reads parameters from query and body, as PHP and Bitrix24 do.
//!
//! The body is read by its content type: JSON for `application/json` and its relatives, PHP's bracket notation for forms
//! and multipart. Plain text is a form, too: BX24.js names no type, and browsers then say `text/plain`. A body of any
//! other type, or of none, holds no parameters, and neither does one that cannot be read. The body's value replaces the
//! query's.

mod json;
mod multipart;

use serde_json::{Map, Value};

use crate::Encoding;
use crate::php::{self, BracketError};

/// Parameters of a request.
#[derive(Debug, Default)]
pub struct Decoded {
    /// Query and body together, names as they were sent.
    pub params: Map<String, Value>,
    /// How they travelled.
    pub encoding: Encoding,
    /// The body, where it gave no parameters although it is not empty.
    pub raw_body: Option<String>,
}

/// Reads the parameters of a request.
///
/// # Errors
///
/// [`BracketError::TooDeep`] when they nest more deeply than portals read, in whichever encoding.
pub fn parameters(query: &str, content_type: Option<&str>, body: &[u8]) -> Result<Decoded, BracketError> {
    let mut params = php::parse_query(query)?;
    let kind = Kind::of(content_type);
    let found = match kind {
        _ if body.is_empty() => None,
        Kind::Json => json::parameters(body)?,
        Kind::Form => Some(php::parse_query(&String::from_utf8_lossy(body))?),
        Kind::Multipart(content_type) => multipart::parameters(content_type, body)?,
        Kind::Other => None,
    };
    let raw_body = (found.is_none() && !body.is_empty()).then(|| String::from_utf8_lossy(body).into_owned());
    if let Some(found) = found {
        // The body comes last, so that it counts also where names differ in letter case only.
        params.retain(|name, _| !found.contains_key(name));
        params.extend(found);
    }
    Ok(Decoded { params, encoding: kind.encoding(body.is_empty()), raw_body })
}

/// What a body is, by its content type.
enum Kind<'a> {
    Json,
    Form,
    Multipart(&'a str),
    Other,
}

impl<'a> Kind<'a> {
    fn of(content_type: Option<&'a str>) -> Self {
        let Some(content_type) = content_type else { return Kind::Other };
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" | "text/json" => Kind::Json,
            "application/x-www-form-urlencoded" | "text/plain" => Kind::Form,
            "multipart/form-data" => Kind::Multipart(content_type),
            other if other.ends_with("+json") => Kind::Json,
            _ => Kind::Other,
        }
    }

    fn encoding(&self, empty: bool) -> Encoding {
        match self {
            _ if empty => Encoding::Query,
            Kind::Form => Encoding::Form,
            Kind::Multipart(_) => Encoding::Multipart,
            Kind::Json | Kind::Other => Encoding::Json,
        }
    }
}

#[cfg(test)]
mod tests;
