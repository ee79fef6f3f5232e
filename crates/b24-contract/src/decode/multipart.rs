//! Parameters in a multipart body.

use std::convert::Infallible;

use futures::FutureExt as _;
use futures::stream;
use serde_json::{Map, Value};

use crate::php::{self, BracketError};

/// Reads one parameter a part, named by its bracket path. Parts with a file name are uploads and no parameters.
pub(super) fn parameters(content_type: &str, body: &[u8]) -> Result<Option<Map<String, Value>>, BracketError> {
    // All of the body is there, so nothing is ever waited for.
    let Some(parts) = parts(content_type, body).now_or_never().flatten() else { return Ok(None) };
    Ok(Some(php::assemble(parts.iter().map(|(name, value)| (name.as_str(), value.clone())))?))
}

/// Name and text of every part, or nothing when the body is not multipart after all.
async fn parts(content_type: &str, body: &[u8]) -> Option<Vec<(String, String)>> {
    let boundary = multer::parse_boundary(content_type).ok()?;
    let whole = stream::iter([Ok::<_, Infallible>(body.to_vec())]);
    let mut multipart = multer::Multipart::new(whole, boundary);
    let mut parts = Vec::new();
    while let Some(part) = multipart.next_field().await.ok()? {
        let Some(name) = part.name().filter(|_| part.file_name().is_none()).map(str::to_owned) else { continue };
        let value = part.bytes().await.ok()?;
        parts.push((name, String::from_utf8_lossy(&value).into_owned()));
    }
    Some(parts)
}
