//! Makes a certificate authority, and certificates that it vouches for.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, Error, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
};

/// Days that a certificate is good for from yesterday on. Clients refuse more than 398.
const DAYS: i64 = 397;
/// Domains that the authority may always vouch for, with what is below them: they lead to no machine but the own one.
const OWN_DOMAINS: [&str; 3] = ["localhost", "test", "docker.internal"];

/// A certificate authority.
///
/// It can vouch for [`OWN_DOMAINS`], loopback addresses and the names that it was made for, and for nothing else, so that
/// nobody who steals its key can pose as a site of the world.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate, as PEM.
    pub(super) certificate: String,
}

impl Authority {
    /// A new authority that may vouch for `names`.
    pub(super) fn make(names: &[String]) -> Result<Self, Error> {
        Self::with_key(KeyPair::generate()?, names)
    }

    /// An authority with this key that may vouch for `names`.
    pub(super) fn with_key(key: KeyPair, names: &[String]) -> Result<Self, Error> {
        let params = params(&key, names);
        let certificate = params.self_signed(&key)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), certificate })
    }

    /// The authority that a key and a certificate were kept of.
    pub(super) fn kept(key: KeyPair, certificate: String) -> Self {
        Self { issuer: Issuer::new(params(&key, &[]), key), certificate }
    }

    /// The private key, as PEM.
    pub(super) fn key(&self) -> String {
        self.issuer.key().serialize_pem()
    }

    /// A certificate for `names` behind its private key, as PEM.
    pub(super) fn issue(&self, names: &[String]) -> Result<String, Error> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name = named("b24 sandbox");
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let ((year, month, day), (last_year, last_month, last_day)) = (in_days(-1), in_days(DAYS - 1));
        params.not_before = date_time_ymd(year, month, day);
        params.not_after = date_time_ymd(last_year, last_month, last_day);
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(key.serialize_pem() + &certificate.pem())
    }
}

/// What the certificate of an authority says. Its name follows from the key alone.
fn params(key: &KeyPair, names: &[String]) -> CertificateParams {
    let mut params = CertificateParams::default();
    let id: String = params.key_identifier(key).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    params.distinguished_name = named(&format!("b24 sandbox CA {id}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let domains = OWN_DOMAINS.map(|domain| GeneralSubtree::DnsName(domain.to_owned()));
    let loopback = GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([127, 0, 0, 0], 8));
    let given = names.iter().map(|name| subtree(name));
    let permitted_subtrees = domains.into_iter().chain([loopback]).chain(given).collect();
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    let (year, month, day) = in_days(-1);
    params.not_before = date_time_ymd(year, month, day);
    // The date that stands for no end.
    params.not_after = date_time_ymd(9999, 12, 31);
    params
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

fn subtree(name: &str) -> GeneralSubtree {
    match name.parse::<IpAddr>() {
        Ok(address) => {
            let bits = if address.is_ipv4() { 32 } else { 128 };
            GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, bits))
        }
        Err(_) => GeneralSubtree::DnsName(name.to_owned()),
    }
}

/// Year, month and day of a date, by the clock of the system.
fn in_days(days: i64) -> (i32, u8, u8) {
    let date = (Timestamp::now() + SignedDuration::from_hours(24 * days)).to_zoned(TimeZone::UTC).date();
    (date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
}
