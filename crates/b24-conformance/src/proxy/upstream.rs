//! Where calls are passed on to.

use std::fmt;

use b24_contract::Secret;
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use url::Url;

use crate::Error;

/// Address of a portal, or of a path on it such as a webhook's, which is put before the path of each call.
#[derive(Clone)]
pub struct Upstream {
    scheme: Scheme,
    authority: Authority,
    /// Path without a slash at its end.
    path: Secret,
}

impl Upstream {
    /// Reads an address such as `https://example.bitrix24.com` or `https://example.bitrix24.com/rest/1/code/`.
    ///
    /// # Errors
    ///
    /// [`Error::BadUpstream`] for what is no address of a server; the address is not repeated.
    pub fn parse(address: &Secret) -> Result<Self, Error> {
        let url = Url::parse(address.expose().trim()).map_err(|_| Error::BadUpstream)?;
        let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        let scheme = match url.scheme() {
            "http" => Scheme::HTTP,
            "https" => Scheme::HTTPS,
            _ => return Err(Error::BadUpstream),
        };
        let host = url.host_str().filter(|_| plain).ok_or(Error::BadUpstream)?;
        let authority = url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
        let authority = authority.parse().map_err(|_| Error::BadUpstream)?;
        Ok(Self { scheme, authority, path: Secret::new(url.path().trim_end_matches('/')) })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Host and port, as the header `host` has them.
    pub(super) fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// The address of a call, as it was sent but for what comes before its path.
    pub(super) fn uri(&self, called: &Uri) -> Option<Uri> {
        let called = called.path_and_query().map_or("/", PathAndQuery::as_str);
        let called = if called.starts_with('/') { called } else { "/" };
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(format!("{}{called}", self.path.expose()).parse().ok()?);
        Uri::from_parts(parts).ok()
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upstream(address: &str) -> Result<Upstream, Error> {
        Upstream::parse(&Secret::new(address))
    }

    #[test]
    fn calls_keep_their_path_and_query_to_the_letter() {
        for (address, called, expected) in [
            (
                "https://example.bitrix24.com",
                "/rest/1/code//a.json?x=it's&y[]=%5b",
                "https://example.bitrix24.com/rest/1/code//a.json?x=it's&y[]=%5b",
            ),
            ("https://example.bitrix24.com/", "/", "https://example.bitrix24.com/"),
            ("http://127.0.0.1:8024/rest/1/code/", "/profile", "http://127.0.0.1:8024/rest/1/code/profile"),
            ("http://[::1]:80/x", "/%2e%2e/a", "http://[::1]/x/%2e%2e/a"),
        ] {
            let uri = upstream(address).expect("an address").uri(&called.parse().expect("a path")).expect("an address");
            assert_eq!(uri.to_string(), expected);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_and_no_path_is_shown() {
        for address in [
            "",
            "example.bitrix24.com",
            "ftp://example.bitrix24.com",
            "https://u:p@example.bitrix24.com",
            "https://a/?x=1",
        ] {
            assert!(matches!(upstream(address), Err(Error::BadUpstream)), "{address}");
        }
        let shown = format!("{:?}", upstream("https://example.bitrix24.com/rest/1/canary/").expect("an address"));
        assert_eq!(shown, "https://example.bitrix24.com***");
    }
}
