//! An entry of a HAR 1.2 file, as browsers and proxies write it. Members that the judge does not need are not read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use url::Url;

use super::Item;
use crate::capture::{Answered, Captured, Sent};

/// An entry.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HarEntry {
    #[serde(default)]
    started_date_time: Option<String>,
    #[serde(default)]
    time: Option<f64>,
    request: Request,
    #[serde(default)]
    response: Option<Response>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method: String,
    url: String,
    #[serde(default)]
    headers: Option<Vec<Pair>>,
    #[serde(default)]
    body_size: Option<f64>,
    #[serde(default)]
    post_data: Option<PostData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    #[serde(default)]
    mime_type: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, alias = "_encoding")]
    encoding: Option<String>,
    #[serde(default)]
    params: Option<Vec<Field>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    #[serde(default)]
    name: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    file_name: Option<String>,
}

#[derive(Deserialize)]
struct Pair {
    name: String,
    #[serde(default)]
    value: Option<String>,
}

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    status: Option<f64>,
    #[serde(default)]
    headers: Option<Vec<Pair>>,
    #[serde(default)]
    content: Option<Content>,
}

#[derive(Deserialize)]
struct Content {
    #[serde(default)]
    size: Option<f64>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    encoding: Option<String>,
}

impl HarEntry {
    /// What the entry is.
    pub(super) fn item(self) -> Item {
        let Ok(url) = Url::parse(&self.request.url) else { return Item::NoCall };
        let began = self.started_date_time.and_then(|text| text.parse::<jiff::Timestamp>().ok());
        let mut headers = pairs(self.request.headers);
        let body = match self.request.post_data {
            Some(data) => {
                let is_type = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-type");
                if let Some(kind) = data.content_type().filter(|_| !headers.iter().any(is_type)) {
                    headers.push(("content-type".to_owned(), kind));
                }
                data.sent()
            }
            None if self.request.body_size.is_some_and(|size| size > 0.0) => Sent::Lost,
            None => Sent::default(),
        };
        Item::from(
            Captured {
                verb: self.request.method,
                path: url.path().to_owned(),
                query: url.query().unwrap_or_default().to_owned(),
                headers,
                body,
                answer: self.response.and_then(Response::answered),
                started: began.map_or(0.0, |began| began.as_duration().as_secs_f64()),
                seconds: self.time.filter(|time| *time >= 0.0).unwrap_or_default() / 1000.0,
            }
            .see(),
        )
    }
}

impl PostData {
    /// The content type, with the boundary of the body where the recorder left it out.
    fn content_type(&self) -> Option<String> {
        let kind = self.mime_type.clone().filter(|kind| !kind.is_empty())?;
        let first = self.text.as_deref().and_then(|text| text.lines().next()).and_then(|line| line.strip_prefix("--"));
        match first {
            Some(boundary) if kind.eq_ignore_ascii_case("multipart/form-data") => {
                Some(format!("{kind}; boundary=\"{boundary}\""))
            }
            _ => Some(kind),
        }
    }

    fn sent(self) -> Sent {
        match (self.text.filter(|text| !text.is_empty()), self.params.filter(|fields| !fields.is_empty())) {
            (Some(text), _) => bytes(text, self.encoding.as_deref()).map_or(Sent::Lost, Sent::Body),
            (None, Some(fields)) => {
                let values = fields.into_iter().filter(|field| field.file_name.is_none());
                Sent::Fields(values.map(|field| (field.name, field.value.unwrap_or_default())).collect())
            }
            (None, None) => Sent::default(),
        }
    }
}

impl Response {
    /// The answer; none came under status 0, which is how browsers write a call that failed.
    fn answered(self) -> Option<Answered> {
        let status = self.status.filter(|status| (100.0..1000.0).contains(status))? as u16;
        let body = self.content.and_then(|content| match content.text {
            Some(text) => bytes(text, content.encoding.as_deref()),
            None => (content.size == Some(0.0)).then(Vec::new),
        });
        Some(Answered { status, headers: pairs(self.headers), body })
    }
}

/// A body; `None` when it is written in an encoding that nobody knows.
fn bytes(text: String, encoding: Option<&str>) -> Option<Vec<u8>> {
    match encoding {
        Some(encoding) if encoding.eq_ignore_ascii_case("base64") => {
            let written: String = text.split_ascii_whitespace().collect();
            STANDARD.decode(written).ok()
        }
        None | Some("") => Some(text.into_bytes()),
        Some(encoding) if encoding.to_ascii_lowercase().starts_with("utf") => Some(text.into_bytes()),
        Some(_) => None,
    }
}

fn pairs(headers: Option<Vec<Pair>>) -> Vec<(String, String)> {
    headers.into_iter().flatten().map(|pair| (pair.name, pair.value.unwrap_or_default())).collect()
}
