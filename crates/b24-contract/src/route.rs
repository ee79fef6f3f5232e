//! Reads a request's path: the calling form, the method and the format of the answer.

use percent_encoding::percent_decode_str;

use crate::Secret;

/// What the path of a REST call says.
#[derive(Debug, Clone)]
pub struct Route {
    /// User id and code of the webhook in the path, if there is one.
    pub webhook: Option<(String, Secret)>,
    /// Name of the method as it was sent, without suffix.
    pub method: String,
    /// Format that the suffix asks for.
    pub format: Format,
    /// The path after the credential, as it was sent.
    pub target: String,
}

/// Format of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON, also without a suffix.
    #[default]
    Json,
    /// XML.
    Xml,
}

impl Route {
    /// Reads `/rest/{user}/{code}/{method}` or `/rest/{method}`, with any number of slashes in each place and a suffix
    /// or none. Anything else is no REST call.
    pub fn parse(path: &str) -> Option<Self> {
        let (root, rest) = segment(path)?;
        if root != "rest" {
            return None;
        }
        let (webhook, target) = match webhook(rest) {
            Some((user, code, rest)) => (Some((user.to_owned(), Secret::new(decode(code)))), rest),
            None => (None, rest),
        };
        let segments: Vec<&str> = target.split('/').filter(|segment| !segment.is_empty()).collect();
        let (method, format) = suffix(decode(&segments.join("/")));
        Some(Self { webhook, method, format, target: target.to_owned() })
    }
}

/// Takes user id and code off the path of the webhook form.
fn webhook(path: &str) -> Option<(&str, &str, &str)> {
    let (user, rest) = segment(path)?;
    let (code, rest) = segment(rest)?;
    user.bytes().all(|byte| byte.is_ascii_digit()).then_some((user, code, rest))
}

/// Takes the first segment off a path.
fn segment(path: &str) -> Option<(&str, &str)> {
    let path = path.trim_start_matches('/');
    let end = path.find('/').unwrap_or(path.len());
    (end > 0).then(|| path.split_at(end))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Takes a known suffix off a method's name.
fn suffix(mut name: String) -> (String, Format) {
    let format = match name.rsplit_once('.') {
        Some((_, suffix)) if suffix.eq_ignore_ascii_case("json") => Format::Json,
        Some((_, suffix)) if suffix.eq_ignore_ascii_case("xml") => Format::Xml,
        _ => return (name, Format::Json),
    };
    name.truncate(name.rfind('.').unwrap_or(name.len()));
    (name, format)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: &str = "crm.company.contact.items.get";

    fn parts(path: &str) -> (Option<(String, String)>, String, Format) {
        let route = Route::parse(path).expect("a REST call");
        (route.webhook.map(|(user, code)| (user, code.expose().to_owned())), route.method, route.format)
    }

    #[test]
    fn both_forms_with_any_slashes_and_suffix() {
        let webhook = Some(("1".to_owned(), "code".to_owned()));
        for path in [
            format!("/rest/1/code/{GET}"),
            format!("/rest/1/code/{GET}/"),
            format!("/rest/1/code//{GET}/"),
            format!("//rest///1//code/{GET}"),
            format!("/rest/1/code/{GET}.json"),
            format!("/rest/1/code/{GET}.JSON/"),
            format!("/rest/1/%63ode/{}", GET.replace('.', "%2E")),
        ] {
            assert_eq!(parts(&path), (webhook.clone(), GET.to_owned(), Format::Json), "{path}");
        }
        assert_eq!(parts(&format!("/rest/1/code/{GET}.xml")), (webhook, GET.to_owned(), Format::Xml));
        assert_eq!(parts(&format!("/rest/{GET}")), (None, GET.to_owned(), Format::Json));
        assert_eq!(parts(&format!("/rest//{GET}.Xml")), (None, GET.to_owned(), Format::Xml));
    }

    #[test]
    fn odd_paths_are_calls_of_methods_that_do_not_exist() {
        assert_eq!(parts("/rest").1, "");
        assert_eq!(parts("/rest/1/code").1, "");
        assert_eq!(parts("/rest/1/code/a/b").1, "a/b");
        assert_eq!(parts("/rest/api/1/code/a").1, "api/1/code/a");
        assert!(Route::parse("/").is_none());
        assert!(Route::parse("/restful/a").is_none());
    }

    #[test]
    fn the_target_does_not_hold_the_credential() {
        let route = Route::parse("/rest/1/canary//crm.company.add.json/").expect("a REST call");
        assert_eq!(route.target, "//crm.company.add.json/");
        let route = Route::parse("/rest//crm.company.add").expect("a REST call");
        assert_eq!(route.target, "//crm.company.add");
    }
}
