//! Addresses of the OAuth server and of the portal, as the client that asks knows them.

use http::HeaderMap;
use http::header::HOST;
use http::uri::Authority;

use crate::addresses::Addresses;
use crate::arrival::Arrival;

/// Where a client met the sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    scheme: &'static str,
    authority: String,
}

impl Place {
    /// The place that a request named as its host, or else the address that it came to.
    pub(crate) fn of(headers: &HeaderMap, arrival: &Arrival, addresses: &Addresses) -> Self {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        let named = host.and_then(|host| host.parse::<Authority>().ok()).filter(|named| !named.as_str().contains('@'));
        let address = addresses.https.filter(|_| arrival.tls).unwrap_or(addresses.http);
        Self {
            scheme: if arrival.tls { "https" } else { "http" },
            authority: named.map_or_else(|| address.to_string(), |named| named.to_string()),
        }
    }

    /// Host with port, where it is not the usual one.
    pub(crate) fn domain(&self) -> &str {
        let usual = if self.scheme == "https" { ":443" } else { ":80" };
        self.authority.strip_suffix(usual).unwrap_or(&self.authority)
    }

    /// The root, without a slash at its end.
    pub(crate) fn root(&self) -> String {
        format!("{}://{}", self.scheme, self.domain())
    }

    /// Address that method names are appended to.
    pub(crate) fn endpoint(&self) -> String {
        format!("{}/rest/", self.root())
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};

    use super::*;

    fn place(host: Option<&'static str>, tls: bool) -> Place {
        let mut headers = HeaderMap::new();
        if let Some(host) = host {
            headers.insert(HOST, http::HeaderValue::from_static(host));
        }
        let arrival = Arrival::new(Ipv4Addr::LOCALHOST.into(), tls);
        Place::of(&headers, &arrival, &SocketAddr::from((Ipv4Addr::LOCALHOST, 8024)).into())
    }

    #[test]
    fn a_client_is_told_the_host_that_it_used() {
        assert_eq!(place(Some("portal.test"), false).endpoint(), "http://portal.test/rest/");
        assert_eq!(place(Some("portal.test:443"), true).endpoint(), "https://portal.test/rest/");
        assert_eq!(place(Some("portal.test:8443"), true).domain(), "portal.test:8443");
        assert_eq!(place(Some("[::1]:80"), false).domain(), "[::1]");
    }

    #[test]
    fn what_is_no_host_is_the_address() {
        for host in [None, Some("a b"), Some("user@portal.test"), Some("")] {
            assert_eq!(place(host, false).root(), "http://127.0.0.1:8024", "{host:?}");
        }
    }
}
