//! Whether a token may be believed. The signature first, by a key of the connection and an algorithm of ours; then every
//! claim, by our own checks; at the end the crate's, as a second pair of eyes.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKey, CoreJsonWebKeySet};
use openidconnect::{ClientId, IssuerUrl, Nonce};
use serde_json::Value;
use subtle::ConstantTimeEq;
use xorb_domain::identity::federation::FederationRefusal as Refusal;

use super::algorithm::Algorithm;
use super::claims::{Claims, Instant, Profile};
use super::jws::Jws;
use super::key_set::verifies;

/// How far two clocks may be apart.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);
/// No ID token lives longer.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// What the token must agree with.
pub(super) struct Expected<'e> {
    pub(super) issuer: &'e str,
    pub(super) client_id: &'e str,
    pub(super) now: DateTime<Utc>,
    pub(super) is_nonce: &'e (dyn Fn(&str) -> bool + Send + Sync),
    pub(super) access_token: &'e str,
    pub(super) required_acr: Option<&'e str>,
    /// The person must have logged in at the provider within this time.
    pub(super) max_age: Option<TimeDelta>,
}

/// A token that may be believed.
#[derive(Debug)]
pub(super) struct Verified {
    pub(super) sub: String,
    pub(super) sid: Option<String>,
    /// When the person proved to the provider who they are, if it says so.
    pub(super) proven_at: Option<DateTime<Utc>>,
    pub(super) profile: Profile,
}

/// Verifies an ID token with the key that its header names.
pub(super) fn verify_id_token(
    token: &str,
    jws: &Jws<'_>,
    key: &CoreJsonWebKey,
    expected: &Expected<'_>,
) -> Result<Verified, Refusal> {
    let is_id_token = |kind: &str| kind.eq_ignore_ascii_case("JWT");
    if !jws.kind.as_deref().is_none_or(is_id_token) {
        return Err(Refusal::HeaderTypeWrong);
    }
    if !verifies(key, jws.algorithm, jws.message.as_bytes(), &jws.signature) {
        return Err(Refusal::SignatureWrong);
    }
    let claims: Claims =
        serde_json::from_slice(&jws.payload).map_err(|_| Refusal::ClaimsMalformed)?;
    let profile = Profile::read(&jws.payload).ok_or(Refusal::ClaimsMalformed)?;
    check_parties(&claims, expected.issuer, expected.client_id)?;
    let exp = claims.exp.ok_or(Refusal::ClaimsMalformed)?;
    let iat = claims.iat.ok_or(Refusal::ClaimsMalformed)?;
    check_times(exp, iat, claims.nbf, expected.now)?;
    match &claims.nonce {
        Some(Value::String(nonce)) if (expected.is_nonce)(nonce) => {}
        Some(Value::String(_)) => return Err(Refusal::NonceWrong),
        Some(_) => return Err(Refusal::ClaimsMalformed),
        None => return Err(Refusal::NonceMissing),
    }
    let sub = claims.sub.as_deref().unwrap_or_default();
    check_subject(sub)?;
    check_access_token(&claims, jws.algorithm, expected.access_token)?;
    check_authentication(&claims, expected)?;
    if claims.events.is_some() {
        // A logout token is no ID token, whoever signed it.
        return Err(Refusal::HeaderTypeWrong);
    }
    ask_the_crate(token, key, expected)?;
    Ok(Verified {
        sub: sub.to_owned(),
        proven_at: proven_at(&claims, expected.now),
        sid: claims.sid,
        profile,
    })
}

/// Whose token for whom.
pub(super) fn check_parties(claims: &Claims, issuer: &str, client_id: &str) -> Result<(), Refusal> {
    if claims.iss != issuer {
        return Err(Refusal::IssuerWrong);
    }
    let audience = claims.aud.all();
    if !audience.iter().any(|one| one == client_id) {
        return Err(Refusal::AudienceWrong);
    }
    match claims.azp.as_deref() {
        Some(azp) if azp == client_id => Ok(()),
        None if audience.len() == 1 => Ok(()),
        _ => Err(Refusal::AuthorizedPartyWrong),
    }
}

/// When it counts.
pub(super) fn check_times(
    exp: Instant,
    iat: Instant,
    nbf: Option<Instant>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let (now, leeway) = (now.timestamp(), LEEWAY.num_seconds());
    if exp.0 <= now - leeway || exp.0 < iat.0 {
        return Err(Refusal::Expired);
    }
    if iat.0 > now + leeway {
        return Err(Refusal::IssuedInFuture);
    }
    if nbf.is_some_and(|nbf| nbf.0 > now + leeway) {
        return Err(Refusal::NotYetValid);
    }
    if exp.0 - iat.0 > LONGEST.num_seconds() {
        return Err(Refusal::LifetimeTooLong);
    }
    Ok(())
}

/// 1 to 255 printable ASCII characters.
pub(super) fn check_subject(sub: &str) -> Result<(), Refusal> {
    let is_printable = sub.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if (1..=255).contains(&sub.len()) && is_printable {
        Ok(())
    } else {
        Err(Refusal::SubjectMalformed)
    }
}

fn check_access_token(
    claims: &Claims,
    algorithm: Algorithm,
    access_token: &str,
) -> Result<(), Refusal> {
    let Some(at_hash) = &claims.at_hash else {
        return Ok(());
    };
    let shown = BASE64URL.decode(at_hash).unwrap_or_default();
    if bool::from(shown.ct_eq(&algorithm.left_half(access_token))) {
        Ok(())
    } else {
        Err(Refusal::AccessTokenHashWrong)
    }
}

fn check_authentication(claims: &Claims, expected: &Expected<'_>) -> Result<(), Refusal> {
    if let Some(required) = expected.required_acr
        && claims.acr.as_deref() != Some(required)
    {
        return Err(Refusal::AcrWrong);
    }
    let Some(max_age) = expected.max_age else {
        return Ok(());
    };
    let auth_time = claims.auth_time.ok_or(Refusal::AuthTimeMissing)?;
    let earliest = expected.now - max_age - LEEWAY;
    let latest = expected.now + LEEWAY;
    if (earliest.timestamp()..=latest.timestamp()).contains(&auth_time.0) {
        Ok(())
    } else {
        Err(Refusal::AuthTimeTooOld)
    }
}

/// What lies in the future proves nothing.
fn proven_at(claims: &Claims, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let said = DateTime::from_timestamp(claims.auth_time?.0, 0)?;
    (said <= now + LEEWAY).then(|| said.min(now))
}

fn ask_the_crate(
    token: &str,
    key: &CoreJsonWebKey,
    expected: &Expected<'_>,
) -> Result<(), Refusal> {
    let malformed = |_| Refusal::ClaimsMalformed;
    let issuer = IssuerUrl::new(expected.issuer.to_owned()).map_err(malformed)?;
    let keys = CoreJsonWebKeySet::new(vec![key.clone()]);
    let client_id = ClientId::new(expected.client_id.to_owned());
    let now = expected.now - LEEWAY;
    let verifier = CoreIdTokenVerifier::new_public_client(client_id, issuer, keys)
        .set_allowed_algs(Algorithm::ALL.map(Into::into))
        .set_other_audience_verifier_fn(|_| true)
        .set_time_fn(move || now);
    let id_token = CoreIdToken::from_str(token).map_err(|_| Refusal::ClaimsMalformed)?;
    let nonce = |nonce: Option<&Nonce>| match nonce {
        Some(nonce) if (expected.is_nonce)(nonce.secret()) => Ok(()),
        _ => Err("another nonce".to_owned()),
    };
    id_token
        .claims(&verifier, nonce)
        .map_err(|_| Refusal::ClaimsMalformed)?;
    Ok(())
}
