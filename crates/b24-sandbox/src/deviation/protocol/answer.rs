//! What answers are written in.

use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use super::breaks;
use super::heard::wants_xml;
use crate::deviation::{Deed, Deviation, way};

/// What PHP says before its answer where warnings are shown.
const WARNING: &str = "<b>Warning</b>: Undefined array key 0 in <b>index.php</b> on line <b>1</b><br />\n";

pub(super) fn all() -> Vec<Deviation> {
    vec![
        breaks("answer/json", "warning-before", "A warning of PHP stands before the answer.", {
            way::sends(|heard, parcel| {
                if !wants_xml(heard) {
                    parcel.body = Bytes::from([WARNING.as_bytes(), &parcel.body].concat());
                }
            })
        }),
        breaks("answer/json", "byte-order-mark", "A byte order mark stands before the answer.", {
            way::sends(|heard, parcel| {
                if !wants_xml(heard) {
                    parcel.body = Bytes::from(["\u{feff}".as_bytes(), &parcel.body].concat());
                }
            })
        }),
        breaks("answer/json", "empty-when-false", "An answer whose result is `false` has no body.", {
            way::sends(|heard, parcel| {
                if !wants_xml(heard) && parcel.body.starts_with(br#"{"result":false"#) {
                    parcel.body = Bytes::new();
                }
            })
        }),
        breaks("answer/content-type", "html", "JSON is sent as HTML.", typed(false, "text/html; charset=UTF-8")),
        breaks("answer/content-type", "charset-left-out", "A JSON answer does not say its character set.", {
            typed(false, "application/json")
        }),
        breaks("answer/content-type", "xml-as-application", "XML is sent as `application/xml`.", {
            typed(true, "application/xml; charset=utf-8")
        }),
        breaks(
            "answer/content-type",
            "xml-as-json",
            "XML is sent as JSON.",
            typed(true, "application/json; charset=utf-8"),
        ),
    ]
}

/// Answers in XML, or in JSON, are sent under another type.
fn typed(xml: bool, kind: &'static str) -> impl Deed {
    way::sends(move |heard, parcel| {
        if wants_xml(heard) == xml {
            parcel.headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
    })
}
