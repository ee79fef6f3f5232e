//! Options of the builder.

use std::sync::Arc;

use b24_client::{Error, Portal};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::fixture::{CANARY, Fixture, own_client};

const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"result\":[]}";

/// An authority as PEM, and a server that it vouches for as `localhost`.
fn authority() -> (String, TlsAcceptor) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &ca).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    (ca.pem(), TlsAcceptor::from(Arc::new(config)))
}

#[tokio::test]
async fn an_extra_authority_is_trusted() {
    let (pem, acceptor) = authority();
    let fixture = Fixture::tls(acceptor, ANSWER).await;
    let port = fixture.host().rsplit_once(':').unwrap().1.to_owned();
    let url = format!("https://localhost:{port}/rest/1/{CANARY}/");

    let trusting = Portal::builder().ca_pem(pem).webhook(&url).unwrap();
    assert!(trusting.company(32).contacts().get().await.unwrap().is_empty());

    let (other, _) = authority();
    let wary = Portal::builder().ca_pem(other).webhook(&url).unwrap();
    let error = wary.company(32).contacts().get().await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_proxy_is_used_even_for_loopback_when_it_is_given() {
    let proxy = Fixture::new(ANSWER).await;
    let portal = Portal::builder()
        .proxy(format!("http://{}", proxy.host()))
        .webhook(&format!("http://portal.invalid/rest/1/{CANARY}/"))
        .unwrap();
    portal.company(32).contacts().get().await.unwrap();
    assert!(
        proxy.requests()[0].starts_with("POST http://portal.invalid/rest/1/{secret}/crm.company.contact.items.get")
    );
}

#[test]
fn options_that_do_not_work_are_refused_with_a_sentence() {
    let own = || Portal::builder().http_client(own_client());
    let refused: Vec<_> = [
        Portal::builder().ca_pem("no certificate"),
        Portal::builder().ca_pem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        Portal::builder().proxy("no proxy"),
        Portal::builder().user_agent("two\nlines"),
        own().proxy("http://127.0.0.1:1"),
        own().ca_pem("ignored"),
    ]
    .into_iter()
    .map(|builder| builder.webhook("https://example.bitrix24.com/rest/1/your-code/").unwrap_err().to_string())
    .collect();
    insta::assert_snapshot!(refused.join("\n"));
}
