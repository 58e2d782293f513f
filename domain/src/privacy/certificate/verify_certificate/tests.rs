//! Genuine and forged certificates.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{
    AuditPosition, Digest, ErasedLocation, Officers, PRODUCT_VERSION, ResidueScan, ScannedLocation,
    issue_certificate, stores_not_attested, subject_commitment,
};
use super::*;
use crate::AppError;
use crate::crypto::{DataKey, SigningKey, SigningKeys, sign_jws};
use crate::rng::SeededRng;

fn key(seed: u64) -> SigningKey {
    SigningKey::from_seed(&DataKey::generate(&SeededRng::new(seed))).unwrap()
}

fn keys(seed: u64) -> SigningKeys {
    SigningKeys {
        active: key(seed),
        public: vec![(key(seed).public().clone(), None)],
    }
}

fn jwks(seed: u64) -> String {
    json!({ "keys": [{ "kty": "RSA", "n": "AQAB", "e": "AQAB" }, key(seed).public().jwk()] })
        .to_string()
}

fn content() -> CertificateContent {
    let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let scanned = ScannedLocation {
        location: "findings".to_owned(),
        rows: 12,
        bytes: 4_096,
        canaries_planted: 3,
        canaries_found: 3,
    };
    CertificateContent {
        request_id: Uuid::from_u128(1).into(),
        tenant_id: Uuid::from_u128(2).into(),
        right: "ERASURE".to_owned(),
        received_at: at,
        approved_at: at + TimeDelta::hours(1),
        completed_at: at + TimeDelta::hours(2),
        subject_commitments: vec![subject_commitment(&[7; 32], "ada@example.org").into()],
        map_hash: Digest([1; 32]),
        plan_hash: Digest([2; 32]),
        addendum: Vec::new(),
        erased: vec![ErasedLocation {
            location: "sessions".to_owned(),
            strategy: "delete".to_owned(),
            rows: 4,
        }],
        retained: Vec::new(),
        legal_holds: Vec::new(),
        scan: ResidueScan::new("Aho–Corasick", vec!["base64".to_owned()], at, vec![scanned]),
        recipients_notified: Vec::new(),
        stores_not_attested: stores_not_attested(),
        audit_position: AuditPosition {
            seq: 17,
            hash: Digest([3; 32]),
        },
        officers: Officers {
            verified_by: Some(Uuid::from_u128(3)),
            verification_method: "IN_PERSON".to_owned(),
            approved_by: Some(Uuid::from_u128(3)),
            one_person_did_both: true,
        },
        product_version: PRODUCT_VERSION.to_owned(),
    }
}

fn valid() -> String {
    issue_certificate(&keys(1), &content()).unwrap()
}

fn check(jws: &str) -> Result<CertificateContent, CertificateProblem> {
    verify_certificate(jws, &jwks(1))
}

#[test]
fn a_certificate_of_ours_says_what_was_put_into_it() {
    assert_eq!(check(&valid()), Ok(content()));
    assert_eq!(
        content().scan.statement,
        "no identifier found in findings by method \"Aho–Corasick\" at 2027-01-15T08:00:00Z"
    );
}

#[test]
fn nothing_in_a_certificate_names_the_person() {
    let parts: Vec<_> = valid().split('.').map(str::to_owned).collect();
    let payload = String::from_utf8(BASE64URL.decode(&parts[1]).unwrap()).unwrap();
    assert!(!payload.contains("ada"), "{payload}");
    assert!(payload.contains("onePersonDidBoth"), "{payload}");
}

#[test]
fn a_scan_that_missed_a_canary_or_had_none_is_never_certified() {
    for (planted, found) in [(3, 2), (0, 0)] {
        let mut content = content();
        content.scan.locations[0].canaries_planted = planted;
        content.scan.locations[0].canaries_found = found;
        let refused = issue_certificate(&keys(1), &content);
        assert!(matches!(refused, Err(AppError::Internal(_))));
    }
}

#[test]
fn a_forged_header_is_refused() {
    let payload = serde_json::to_vec(&content()).unwrap();
    let forge = |header: Value| {
        let text = format!(
            "{}.{}",
            BASE64URL.encode(header.to_string()),
            BASE64URL.encode(&payload)
        );
        let signature = BASE64URL.encode(key(1).sign(text.as_bytes()));
        check(&format!("{text}.{signature}"))
    };
    let kid = key(1).public().kid().to_owned();
    for alg in ["none", "HS256", "ES256"] {
        let header = json!({ "alg": alg, "typ": TYPE, "kid": kid });
        assert_eq!(forge(header), Err(CertificateProblem::Algorithm), "{alg}");
    }
    let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": kid });
    assert_eq!(forge(header), Err(CertificateProblem::Type));
    let header = json!({ "alg": "EdDSA", "typ": TYPE, "kid": kid, "crit": ["b64"], "b64": false });
    assert_eq!(forge(header), Err(CertificateProblem::Critical));
    let header = json!({ "alg": "EdDSA", "typ": TYPE });
    assert_eq!(forge(header), Err(CertificateProblem::UnknownKey));
}

#[test]
fn a_changed_payload_or_a_foreign_key_is_refused() {
    let mut changed = content();
    changed.erased[0].rows = 5;
    let other = issue_certificate(&keys(1), &changed).unwrap();
    let (ours, theirs): (Vec<_>, Vec<_>) = (
        valid().split('.').map(str::to_owned).collect(),
        other.split('.').map(str::to_owned).collect(),
    );
    let mixed = format!("{}.{}.{}", ours[0], theirs[1], ours[2]);
    assert_eq!(check(&mixed), Err(CertificateProblem::Signature));
    let foreign = issue_certificate(&keys(2), &content()).unwrap();
    assert_eq!(check(&foreign), Err(CertificateProblem::UnknownKey));
    let renamed = json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": key(2).public().kid(),
        "x": key(1).public().jwk()["x"] }] });
    let refused = verify_certificate(&foreign, &renamed.to_string());
    assert_eq!(refused, Err(CertificateProblem::UnknownKey));
}

#[test]
fn junk_and_what_is_cut_off_is_refused() {
    let valid = valid();
    for end in (0..valid.len()).step_by(7) {
        assert!(check(&valid[..end]).is_err(), "{end}");
    }
    let junk = "x".repeat(10 * 1024 * 1024);
    assert_eq!(check(&junk), Err(CertificateProblem::TooLong));
    assert_eq!(check(""), Err(CertificateProblem::Malformed));
    let strange = sign_jws(&key(1), TYPE, br#"{"everything":"erased"}"#);
    assert_eq!(check(&strange), Err(CertificateProblem::Content));
}

#[test]
fn without_usable_keys_nothing_is_believed() {
    for jwks in [
        "",
        "{}",
        r#"{"keys":[]}"#,
        r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"}]}"#,
    ] {
        let refused = verify_certificate(&valid(), jwks);
        assert_eq!(refused, Err(CertificateProblem::NoKeys), "{jwks}");
    }
}
