//! HTTPS beside HTTP: what clients accept, what is kept, and what is refused.

use std::path::Path;

use b24_sandbox::{Config, Error, Sandbox, Tls};
use serde_json::json;

use crate::portal::{GET, Portal, answer, client, client_builder, raw, trusting};

async fn encrypted(tls: Tls) -> Result<Portal, Error> {
    let sandbox = Sandbox::builder().tls(tls).start().await?;
    let client = trusting(sandbox.ca_pem().expect("a certificate to trust"));
    Ok(Portal { sandbox, client })
}

fn kept_in(dir: &Path, hosts: &[&str]) -> Tls {
    Tls { dir: Some(dir.to_owned()), hosts: hosts.iter().map(|&host| host.to_owned()).collect(), ..Tls::default() }
}

/// Why a sandbox with certificates in this folder does not start.
async fn refusal(dir: &Path, hosts: &[&str]) -> String {
    let error = Sandbox::builder().tls(kept_in(dir, hosts)).start().await.expect_err("no sandbox");
    assert!(matches!(error, Error::Tls(_)) && !error.is_configuration(), "{error:?}");
    error.to_string()
}

fn read(dir: &Path, file: &str) -> String {
    std::fs::read_to_string(dir.join(file)).expect(file)
}

#[tokio::test]
async fn https_answers_beside_http() {
    let portal = encrypted(Tls::default()).await.expect("a sandbox");
    let told = portal.announcement();
    let https = told.https_webhook.as_ref().expect("an address");
    assert!(https.starts_with("https://127.0.0.1:") && https.ends_with("/rest/1/sandbox/"), "{https}");
    assert_eq!(told.ca, None, "it is kept nowhere");
    for webhook in [https, &told.webhook] {
        let links = answer(portal.client.post(format!("{webhook}{GET}")).json(&json!({ "id": 32 }))).await;
        assert_eq!(links.contacts(), [7, 8, 9], "{webhook}");
    }
    let endpoint = told.oauth.https_endpoint.as_ref().expect("an address");
    let token = told.oauth.access_token.as_ref().expect("a token");
    assert_eq!(answer(portal.client.get(format!("{endpoint}profile?auth={token}"))).await.status, 200);
}

#[tokio::test]
async fn the_certificate_holds_for_every_name_of_this_machine_and_each_host() {
    let tls = Tls { hosts: vec!["Portal.Example.COM".to_owned(), "192.0.2.7".to_owned()], ..Tls::default() };
    let sandbox = Sandbox::builder().tls(tls).start().await.expect("a sandbox");
    let address = sandbox.https_address().expect("an address");
    let authority = reqwest::Certificate::from_pem(sandbox.ca_pem().expect("a certificate").as_bytes());
    let client = client_builder()
        .tls_certs_only([authority.expect("PEM")])
        .resolve("portal.example.com", address)
        .resolve("other.example.com", address)
        .build()
        .expect("a client");
    for name in ["localhost", "127.0.0.1", "portal.example.com"] {
        let url = format!("https://{name}:{}/healthz", address.port());
        assert_eq!(answer(client.get(&url)).await.json(), json!({ "status": "ok" }), "{name}");
    }
    let url = format!("https://other.example.com:{}/healthz", address.port());
    let refused = client.get(url).send().await.expect_err("a name that the certificate does not hold for");
    assert!(format!("{refused:?}").contains("NotValidForName"), "{refused:?}");
}

#[tokio::test]
async fn who_does_not_trust_the_authority_is_not_answered() {
    let portal = encrypted(Tls::default()).await.expect("a sandbox");
    let other = encrypted(Tls::default()).await.expect("a sandbox with an authority of its own");
    let url = portal.announcement().https_webhook.clone().expect("an address");
    let refused = other.client.get(url).send().await.expect_err("an unknown authority");
    assert!(format!("{refused:?}").contains("UnknownIssuer"), "{refused:?}");
}

#[tokio::test]
async fn with_https_required_the_connection_decides() {
    let config = Config { require_https: true, tls: Some(Tls::default()), ..Config::default() };
    let sandbox = Sandbox::builder().config(config).start().await.expect("a sandbox");
    let client = trusting(sandbox.ca_pem().expect("a certificate"));
    let told = sandbox.announcement();
    let call = |webhook: &str| client.get(format!("{webhook}profile"));
    assert_eq!(answer(call(&told.webhook)).await.error(), (400, "system/https-required"));
    assert_eq!(answer(call(told.https_webhook.as_ref().expect("an address"))).await.status, 200);
}

#[tokio::test]
async fn a_reset_connection_is_reset_in_the_clear_and_encrypted() {
    let config = Config::from_toml("tls = {}\n[[faults]]\nwhat = \"reset\"\nmethod = \"profile\"").expect("TOML");
    let sandbox = Sandbox::builder().config(config).start().await.expect("a sandbox");
    let client = trusting(sandbox.ca_pem().expect("a certificate"));
    let told = sandbox.announcement();
    for webhook in [&told.webhook, told.https_webhook.as_ref().expect("an address")] {
        let broken = client.get(format!("{webhook}profile")).send().await.expect_err("no answer");
        let causes = std::iter::successors(Some(&broken as &dyn std::error::Error), |error| error.source());
        let kinds: Vec<_> = causes.filter_map(|error| Some(error.downcast_ref::<std::io::Error>()?.kind())).collect();
        assert!(kinds.contains(&std::io::ErrorKind::ConnectionReset), "{webhook}: {broken:?}");
    }
}

#[tokio::test]
async fn http_on_the_port_for_https_is_told_so_and_the_reverse_ends() {
    let portal = encrypted(Tls::default()).await.expect("a sandbox");
    let address = portal.sandbox.https_address().expect("an address");
    let told = raw(address, "GET /rest/1/sandbox/profile HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert!(told.starts_with("HTTP/1.1 400 ") && told.contains("begin the address with https://"), "{told}");
    let url = format!("https://{}/", portal.sandbox.address());
    assert!(portal.client.get(url).send().await.is_err());
}

#[tokio::test]
async fn what_is_kept_is_used_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("new").join("tls");
    let first = encrypted(kept_in(&dir, &[])).await.expect("a sandbox");
    let ca_file = first.announcement().ca.clone().expect("a file");
    assert_eq!(ca_file, dir.join("ca.pem"));
    assert_eq!(Some(read(&dir, "ca.pem").as_str()), first.sandbox.ca_pem());
    let (ca, server) = (read(&dir, "ca.pem"), read(&dir, "server.pem"));
    let second = encrypted(kept_in(&dir, &["b24.test"])).await.expect("a name that every authority may vouch for");
    assert_eq!(read(&dir, "ca.pem"), ca, "it is trusted once");
    assert_ne!(read(&dir, "server.pem"), server, "a name was missing");
    let server = read(&dir, "server.pem");
    let third = encrypted(kept_in(&dir, &[])).await.expect("a sandbox");
    assert_eq!(read(&dir, "server.pem"), server, "no name is missing");
    for portal in [second, third] {
        let https = portal.announcement().https_webhook.clone().expect("an address");
        assert_eq!(answer(first.client.get(format!("{https}profile"))).await.status, 200);
    }
}

#[tokio::test]
async fn an_authority_vouches_for_no_name_that_it_was_not_made_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = kept_in(folder.path(), &["portal.example.com"]);
    encrypted(made).await.expect("a sandbox");
    encrypted(kept_in(folder.path(), &["b24.portal.example.com"])).await.expect("a name below it");
    for name in ["www.example.com", "192.0.2.7"] {
        let says = refusal(folder.path(), &[name]).await;
        assert!(says.contains(&format!("cannot vouch for `{name}`")), "{says}");
        assert!(says.contains(&folder.path().display().to_string()), "{says}");
    }
    encrypted(kept_in(folder.path(), &[])).await.expect("nothing was spoiled");
}

#[tokio::test]
async fn a_damaged_or_missing_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path();
    let fresh = async || {
        for file in ["ca.pem", "ca-key.pem", "server.pem"] {
            // It may have been taken away already.
            let _ = std::fs::remove_file(dir.join(file));
        }
        encrypted(kept_in(dir, &[])).await.expect("a sandbox")
    };
    for damaged in ["ca.pem", "server.pem"] {
        fresh().await;
        std::fs::write(dir.join(damaged), "no certificate").expect("written");
        let says = refusal(dir, &[]).await;
        assert!(says.contains(&format!("{damaged} is damaged")), "{says}");
    }
    fresh().await;
    std::fs::write(dir.join("ca-key.pem"), "no key").expect("written");
    encrypted(kept_in(dir, &[])).await.expect("it is not needed");
    std::fs::remove_file(dir.join("server.pem")).expect("removed");
    assert!(refusal(dir, &[]).await.contains("ca-key.pem is damaged"));
    std::fs::remove_file(dir.join("ca-key.pem")).expect("removed");
    assert!(refusal(dir, &[]).await.contains("ca-key.pem is missing"));
    let first = fresh().await;
    std::fs::remove_file(dir.join("server.pem")).expect("removed");
    std::fs::write(dir.join("ca.pem"), encrypted(Tls::default()).await.expect("one").sandbox.ca_pem().expect("PEM"))
        .expect("written");
    assert!(refusal(dir, &[]).await.contains("does not belong to ca-key.pem"));
    std::fs::remove_file(dir.join("ca.pem")).expect("removed");
    let restored = encrypted(kept_in(dir, &[])).await.expect("the key is enough");
    let https = restored.announcement().https_webhook.clone().expect("an address");
    assert_eq!(answer(first.client.get(format!("{https}profile"))).await.status, 200, "the authority is the same");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_that_start_at_once_share_one_authority() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("tls");
    let mut starting = tokio::task::JoinSet::new();
    for number in 0..12 {
        let dir = dir.clone();
        starting.spawn(async move { encrypted(kept_in(&dir, &[&format!("n{}.test", number % 3)])).await });
    }
    let portals: Vec<Portal> = starting.join_all().await.into_iter().map(|portal| portal.expect("a sandbox")).collect();
    for portal in &portals {
        assert_eq!(portal.sandbox.ca_pem(), portals[0].sandbox.ca_pem());
        let https = portal.announcement().https_webhook.clone().expect("an address");
        assert_eq!(answer(portals[0].client.get(format!("{https}profile"))).await.status, 200);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn private_keys_are_their_owner_s() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("tls");
    encrypted(kept_in(&dir, &[])).await.expect("a sandbox");
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    for (file, wanted) in [("ca-key.pem", 0o600), ("server.pem", 0o600), ("ca.pem", 0o644)] {
        assert_eq!(mode(&dir.join(file)), wanted, "{file}");
    }
    let mut files: Vec<_> =
        std::fs::read_dir(&dir).expect("a folder").map(|file| file.expect("one").file_name()).collect();
    files.sort();
    assert_eq!(files, ["ca-key.pem", "ca.pem", "lock", "server.pem"], "nothing else is left behind");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "text").expect("written");
    assert!(refusal(&file.join("tls"), &[]).await.contains(&file.display().to_string()));
}

#[tokio::test]
async fn what_is_no_name_is_refused() {
    for name in ["", "a b", "https://b24.test", "b24.test:8443", "*.test"] {
        let tls = Tls { hosts: vec![name.to_owned()], ..Tls::default() };
        let error = Sandbox::builder().tls(tls).start().await.expect_err(name);
        assert!(error.is_configuration() && error.to_string().contains(&format!("`{name}`")), "{error}");
    }
}

#[tokio::test]
async fn what_https_offers_other_machines_is_guarded_as_well() {
    let everywhere = Tls { listen: Some("0.0.0.0:0".parse().expect("an address")), ..Tls::default() };
    let refused = encrypted(everywhere.clone()).await.map(|_| ()).expect_err("the fixed code");
    assert!(matches!(refused, Error::KnownWebhookCode));
    let mut config = Config { tls: Some(everywhere), ..Config::default() };
    config.set_webhook_code(b24_contract::Secret::new("own"));
    let sandbox = Sandbox::builder().config(config).start().await.expect("a sandbox");
    assert_eq!(sandbox.announcement().control, None);
    let url = format!("http://{}/_sandbox/health", sandbox.address());
    assert_eq!(answer(client().get(url)).await.status, 404);
}
