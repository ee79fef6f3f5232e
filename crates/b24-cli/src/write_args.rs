//! The flag that allows to write to a portal.

use b24_conformance::Target;

/// The flag that allows to write.
#[derive(Debug, clap::Args)]
pub(crate) struct WriteArgs {
    /// Allow to write: companies and contacts that bear the suite's mark are made, changed and removed, and no others.
    /// HOST must be the portal's own host name; for a portal on loopback it may be left out.
    #[arg(long, value_name = "HOST", num_args = 0..=1, default_missing_value = "")]
    write: Option<String>,
}

impl WriteArgs {
    /// Whether a host is named.
    pub(crate) fn names_host(&self) -> bool {
        self.write.as_ref().is_some_and(|host| !host.is_empty())
    }

    /// Whether the target may be written to. The flag must name its own host, so that nobody writes to the wrong portal.
    ///
    /// # Errors
    ///
    /// A sentence that says what the flag must be.
    pub(crate) fn allow(&self, target: &Target) -> Result<bool, String> {
        // What one portal tells says nothing about another, and a sandbox's control interface makes no sandbox of a portal.
        if let (Some(own), Some(other)) = (target.host(), target.other_host()) {
            return Err(format!("the target names two portals, {own} and {other}: one at a time is checked"));
        }
        let Some(host) = &self.write else { return Ok(false) };
        let own = target.host().ok_or("there is no portal to write to")?;
        let loopback = matches!(own.as_str(), "localhost" | "127.0.0.1" | "::1" | "[::1]");
        match host.as_str() {
            "" if loopback => Ok(true),
            "" => Err("writing to a portal must name its host: --write HOST".to_owned()),
            _ if host.eq_ignore_ascii_case(&own) => Ok(true),
            _ => Err(format!("--write {host} does not name the portal's host, which is {own}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use b24_contract::Secret;

    use super::*;

    fn allowed(host: Option<&str>, portal: &str) -> Result<bool, String> {
        let target = Target::of_webhook(&Secret::new(format!("{portal}/rest/1/not-a-real-code/"))).expect("a webhook");
        WriteArgs { write: host.map(str::to_owned) }.allow(&target)
    }

    #[test]
    fn only_the_portals_own_host_allows_to_write() {
        let portal = "https://example.bitrix24.com";
        assert_eq!(allowed(None, portal), Ok(false));
        assert_eq!(allowed(Some("EXAMPLE.bitrix24.com"), portal), Ok(true));
        for host in ["", "other.bitrix24.com", "https://example.bitrix24.com", "bitrix24.com"] {
            assert!(allowed(Some(host), portal).is_err(), "{host}");
        }
    }

    #[test]
    fn a_target_is_one_portal() {
        let read = |text: &str| serde_json::from_str::<Target>(text).expect("a target");
        let webhook = "https://example.bitrix24.com/rest/1/not-a-real-code/";
        for other in [
            r#""reader": "https://other.bitrix24.com/rest/1/not-a-real-code/""#,
            r#""oauth": { "endpoint": "https://other.bitrix24.com/rest/", "access_token": "not-a-real-token" }"#,
            r#""control": "http://127.0.0.1:8024/_sandbox/""#,
        ] {
            let target = read(&format!(r#"{{ "webhook": "{webhook}", {other} }}"#));
            for write in [None, Some("example.bitrix24.com".to_owned()), Some(String::new())] {
                assert!(WriteArgs { write }.allow(&target).is_err(), "{other}");
            }
        }
    }

    #[test]
    fn on_loopback_the_flag_alone_is_enough() {
        for portal in ["http://127.0.0.1:8024", "http://localhost:8024", "http://[::1]:8024"] {
            assert_eq!(allowed(Some(""), portal), Ok(true), "{portal}");
            assert!(allowed(Some("example.bitrix24.com"), portal).is_err(), "{portal}");
        }
        assert!(allowed(Some(""), "http://127.0.0.1.example").is_err());
    }
}
