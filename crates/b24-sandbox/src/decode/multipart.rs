//! Parameters in a multipart body.

use b24_contract::php;
use bytes::Bytes;
use http_body_util::{BodyDataStream, Full};
use serde_json::{Map, Value};

use super::TooDeep;

/// Reads one parameter a part, named by its bracket path. Parts with a file name are uploads and no parameters.
pub(super) async fn parameters(content_type: &str, body: Bytes) -> Result<Option<Map<String, Value>>, TooDeep> {
    let Some(parts) = parts(content_type, body).await else { return Ok(None) };
    Ok(Some(php::assemble(parts.iter().map(|(name, value)| (name.as_str(), value.clone())))?))
}

/// Name and text of every part, or nothing when the body is not multipart after all.
async fn parts(content_type: &str, body: Bytes) -> Option<Vec<(String, String)>> {
    let boundary = multer::parse_boundary(content_type).ok()?;
    let mut multipart = multer::Multipart::new(BodyDataStream::new(Full::new(body)), boundary);
    let mut parts = Vec::new();
    while let Some(part) = multipart.next_field().await.ok()? {
        let Some(name) = part.name().filter(|_| part.file_name().is_none()).map(str::to_owned) else { continue };
        let value = part.bytes().await.ok()?;
        parts.push((name, String::from_utf8_lossy(&value).into_owned()));
    }
    Some(parts)
}
