//! The address of a portal as people paste it.

use b24_contract::Secret;
use url::Url;

use crate::Error;
use crate::credential::Credential;

/// A portal's endpoint and the credential that came with it.
#[derive(Debug)]
pub(crate) struct Address {
    /// Ends in `/rest` and holds no credential.
    pub(crate) endpoint: Url,
    pub(crate) credential: Credential,
}

const WEBHOOK: &str = "https://example.bitrix24.com/rest/1/your-code/";
const ENDPOINT: &str = "https://example.bitrix24.com/rest/";

impl Address {
    /// Reads the URL of an incoming webhook.
    pub(crate) fn webhook(url: &str) -> Result<Self, Error> {
        Self::read_webhook(url).map_err(|problem| Error::InvalidUrl { problem, example: WEBHOOK })
    }

    /// Reads the REST endpoint of a portal, for an access token.
    pub(crate) fn oauth(endpoint: &str, token: Secret) -> Result<Self, Error> {
        if token.expose().trim().is_empty() {
            return Err(Error::Setup { problem: "the access token is empty", source: None });
        }
        Self::read_endpoint(endpoint, token).map_err(|problem| Error::InvalidUrl { problem, example: ENDPOINT })
    }

    fn read_webhook(url: &str) -> Result<Self, &'static str> {
        let parts = Parts::read(url)?;
        let mut after = parts.after_rest.iter();
        let user = after.next().ok_or("after /rest/ the user's id and the webhook's code are missing")?;
        if !user.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("after /rest/ the user's id, a number, is missing");
        }
        let code = after.next().ok_or("after the user's id the webhook's code is missing")?;
        if code.contains('.') {
            return Err("after the user's id a method's name stands in the place of the webhook's code");
        }
        if !code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return Err("the webhook's code has characters other than letters and digits");
        }
        if after.next().is_some() {
            return Err("something follows the webhook's code, such as a method's name");
        }
        let credential = Credential::Webhook { user: user.clone(), code: Secret::new(code) };
        Ok(Self { endpoint: parts.endpoint, credential })
    }

    fn read_endpoint(endpoint: &str, token: Secret) -> Result<Self, &'static str> {
        let parts = Parts::read(endpoint)?;
        match parts.after_rest.first() {
            Some(user) if user.bytes().all(|byte| byte.is_ascii_digit()) => {
                Err("it is a webhook's address, which needs no access token")
            }
            Some(_) => Err("something follows /rest/, such as a method's name"),
            None => Ok(Self { endpoint: parts.endpoint, credential: Credential::Token(token) }),
        }
    }
}

/// A URL cut at its segment `rest`.
struct Parts {
    endpoint: Url,
    after_rest: Vec<String>,
}

impl Parts {
    fn read(text: &str) -> Result<Self, &'static str> {
        let mut url = Url::parse(text.trim()).map_err(|_| "it is no URL that starts with https:// or http://")?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err("it does not start with https:// or http://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it has a user name or a password before the host name");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("something follows its path, after ? or #");
        }
        let mut segments = url.path().split('/').filter(|segment| !segment.is_empty()).map(str::to_owned);
        let mut path: Vec<String> = Vec::new();
        loop {
            let segment = segments.next().ok_or("it has no /rest/ in its path")?;
            let found = segment == "rest";
            path.push(segment);
            if found {
                break;
            }
        }
        let after_rest: Vec<String> = segments.collect();
        if after_rest.first().is_some_and(|segment| segment == "api") {
            return Err("/rest/api/ is the address of REST 3.0, another protocol, which this client does not speak");
        }
        url.set_path(&path.join("/"));
        Ok(Self { endpoint: url, after_rest })
    }
}

/// Host name of a URL, with its port where it is not the usual one.
pub(crate) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_is_read_however_it_is_pasted() {
        for (url, expected) in [
            ("https://p.bitrix24.com/rest/1/canary/", "https://p.bitrix24.com/rest/1/canary/m"),
            ("https://p.bitrix24.com/rest/1/canary", "https://p.bitrix24.com/rest/1/canary/m"),
            (" \thttps://p.bitrix24.com//rest/1/canary//\n", "https://p.bitrix24.com/rest/1/canary/m"),
            ("http://127.0.0.1:8024/rest/17/sand-box_1", "http://127.0.0.1:8024/rest/17/sand-box_1/m"),
            ("HTTPS://P.Bitrix24.COM:443/rest/1/CaNaRy/", "https://p.bitrix24.com/rest/1/CaNaRy/m"),
            ("http://[::1]:80/intranet/rest/1/rest/", "http://[::1]/intranet/rest/1/rest/m"),
        ] {
            let address = Address::webhook(url).expect(url);
            assert_eq!(address.credential.url(&address.endpoint, "m").as_str(), expected);
        }
    }

    #[test]
    fn an_endpoint_is_read_with_and_without_slash() {
        for endpoint in ["https://p.bitrix24.com/rest/", "https://p.bitrix24.com/rest"] {
            let address = Address::oauth(endpoint, Secret::new("canary")).expect(endpoint);
            let url = address.credential.url(&address.endpoint, "m");
            assert_eq!(url.as_str(), "https://p.bitrix24.com/rest/m");
        }
    }

    #[test]
    fn a_bad_url_is_refused_with_a_sentence_that_shows_a_right_one() {
        let refused: Vec<_> = [
            "",
            "canary",
            "p.bitrix24.com/rest/1/canary/",
            "localhost:8024/rest/1/canary/",
            "ftp://p.bitrix24.com/rest/1/canary/",
            "https://",
            "https://p.bitrix24.com/",
            "https://p.bitrix24.com/1/canary/",
            "https://p.bitrix24.com/rest/",
            "https://p.bitrix24.com/rest/canary/",
            "https://p.bitrix24.com/rest/1/",
            "https://p.bitrix24.com/rest/1/profile.json",
            "https://p.bitrix24.com/rest/1/canary/profile.json",
            "https://p.bitrix24.com/rest/1/can%20ary/",
            "https://p.bitrix24.com/rest/1/canary/?auth=canary",
            "https://p.bitrix24.com/rest/1/canary/#canary",
            "https://user:canary@p.bitrix24.com/rest/1/canary/",
            "https://p.bitrix24.com/rest/api/1/canary/",
        ]
        .into_iter()
        .map(|url| format!("{url}\n    {}", Address::webhook(url).expect_err(url)))
        .collect();
        insta::assert_snapshot!(refused.join("\n"));
    }

    #[test]
    fn a_bad_endpoint_is_refused_with_a_sentence_that_shows_a_right_one() {
        let refused: Vec<_> = [
            ("https://p.bitrix24.com/", "canary"),
            ("https://p.bitrix24.com/rest/1/canary/", "canary"),
            ("https://p.bitrix24.com/rest/profile.json", "canary"),
            ("https://p.bitrix24.com/rest/api/", "canary"),
            ("https://p.bitrix24.com/rest/", " "),
        ]
        .into_iter()
        .map(|(url, token)| format!("{url}\n    {}", Address::oauth(url, Secret::new(token)).expect_err(url)))
        .collect();
        insta::assert_snapshot!(refused.join("\n"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_no_refusal_repeats_it(
            scheme in "(https?|ftp|)(://|:|)",
            host in "[a-z0-9.:@\\[\\]-]{0,12}",
            path in "(/(rest|api|1|[a-z0-9.%/]{0,3})){0,5}",
            rest in "[/?#\\\\ ]{0,2}\\PC{0,8}",
        ) {
            let url = format!("{scheme}canary42{host}{path}/canary42{rest}");
            for error in [Address::webhook(&url).err(), Address::oauth(&url, Secret::new("canary42")).err()] {
                let shown = format!("{error:?} {}", error.as_ref().map(Error::to_string).unwrap_or_default());
                proptest::prop_assert!(!shown.contains("canary42"));
            }
        }
    }
}
