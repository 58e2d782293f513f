//! Hostile tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ring::hmac;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::issue;
use super::*;
use crate::crypto::{DataKey, SigningKey};
use crate::rng::SeededRng;

const NOW: i64 = 1_800_000_000;

fn key(seed: u64) -> SigningKey {
    SigningKey::from_seed(&DataKey::generate(&SeededRng::new(seed))).unwrap()
}

fn claims() -> Claims {
    Claims {
        iss: "https://xorb.example.org".to_owned(),
        aud: "xorb-api".to_owned(),
        sub: Uuid::from_u128(1).into(),
        iat: NOW,
        exp: NOW + 300,
        jti: "jti".to_owned(),
        tid: Uuid::from_u128(2).into(),
        sid: Uuid::from_u128(3).into(),
        roles: vec!["owner".to_owned()],
        auth_time: NOW,
        amr: vec!["pwd".to_owned()],
        epoch: 1,
    }
}

fn check_at(token: &str, now: i64) -> Result<Claims, TokenError> {
    let expected = Expected {
        issuer: "https://xorb.example.org",
        audience: "xorb-api",
        now,
    };
    let ours = key(1);
    verify(token, &expected, |kid| {
        (kid == ours.public().kid()).then(|| ours.public().clone())
    })
}

fn check(token: &str) -> Result<Claims, TokenError> {
    check_at(token, NOW)
}

fn valid() -> String {
    issue::sign(&key(1), &claims()).unwrap()
}

/// A token with any header and claims, signed with our key.
fn signed(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64URL.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let signature = BASE64URL.encode(key(1).sign(text.as_bytes()));
    format!("{text}.{signature}")
}

fn with_header(member: &str, value: Value) -> String {
    let mut header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": key(1).public().kid() });
    header[member] = value;
    signed(&header, &serde_json::to_value(claims()).unwrap())
}

fn with_claim(member: &str, value: Value) -> String {
    let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": key(1).public().kid() });
    let mut claims = serde_json::to_value(claims()).unwrap();
    claims[member] = value;
    signed(&header, &claims)
}

#[test]
fn a_token_of_ours_is_believed() {
    assert_eq!(check(&valid()), Ok(claims()));
}

#[test]
fn a_token_without_signature_is_refused() {
    let header = json!({ "alg": "none", "typ": "at+jwt", "kid": key(1).public().kid() });
    let part = |value: &Value| BASE64URL.encode(value.to_string());
    let text = format!(
        "{}.{}",
        part(&header),
        part(&serde_json::to_value(claims()).unwrap())
    );
    assert_eq!(
        check(&format!("{text}.")),
        Err(TokenError::Jws(JwsError::Algorithm))
    );
    let (signed, _) = valid()
        .rsplit_once('.')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert_eq!(
        check(&format!("{signed}.")),
        Err(TokenError::Jws(JwsError::Signature))
    );
    assert_eq!(check(&signed), Err(TokenError::Jws(JwsError::Malformed)));
    for alg in ["None", "NONE", "nOnE", "", "eddsa", "EdDSA ", "Ed25519"] {
        assert_eq!(
            check(&with_header("alg", json!(alg))),
            Err(TokenError::Jws(JwsError::Algorithm)),
            "{alg}"
        );
    }
}

#[test]
fn an_hmac_made_with_our_public_key_is_refused() {
    let header = json!({ "alg": "HS256", "typ": "at+jwt", "kid": key(1).public().kid() });
    let part = |value: &Value| BASE64URL.encode(value.to_string());
    let text = format!(
        "{}.{}",
        part(&header),
        part(&serde_json::to_value(claims()).unwrap())
    );
    let mac = hmac::Key::new(hmac::HMAC_SHA256, key(1).public().bytes());
    let tag = BASE64URL.encode(hmac::sign(&mac, text.as_bytes()));
    assert_eq!(
        check(&format!("{text}.{tag}")),
        Err(TokenError::Jws(JwsError::Algorithm))
    );
}

#[test]
fn a_token_of_another_type_is_refused() {
    for typ in [
        json!("JWT"),
        json!("logout+jwt"),
        json!("AT+JWT"),
        json!(""),
        Value::Null,
    ] {
        assert_eq!(
            check(&with_header("typ", typ.clone())),
            Err(TokenError::Jws(JwsError::Type)),
            "{typ}"
        );
    }
}

#[test]
fn a_token_of_another_key_is_refused_whatever_it_brings_along() {
    let foreign = key(2);
    let token = issue::sign(&foreign, &claims()).unwrap();
    assert_eq!(check(&token), Err(TokenError::Jws(JwsError::UnknownKey)));
    let header = json!({
        "alg": "EdDSA", "typ": "at+jwt", "kid": key(1).public().kid(),
        "jwk": foreign.public().jwk(), "jku": "https://attacker.example/keys", "x5u": "https://attacker.example/x",
    });
    let part = |value: &Value| BASE64URL.encode(value.to_string());
    let text = format!(
        "{}.{}",
        part(&header),
        part(&serde_json::to_value(claims()).unwrap())
    );
    let token = format!("{text}.{}", BASE64URL.encode(foreign.sign(text.as_bytes())));
    assert_eq!(check(&token), Err(TokenError::Jws(JwsError::Signature)));
    assert_eq!(
        check(&with_header("kid", Value::Null)),
        Err(TokenError::Jws(JwsError::UnknownKey))
    );
    assert_eq!(
        check(&with_header("kid", json!("../../etc/passwd"))),
        Err(TokenError::Jws(JwsError::UnknownKey))
    );
    assert_eq!(
        check(&with_header("jku", json!("https://attacker.example"))),
        Ok(claims())
    );
}

#[test]
fn a_critical_extension_is_refused() {
    for crit in [json!(["b64"]), json!(["exp"]), json!([]), json!("x")] {
        assert_eq!(
            check(&with_header("crit", crit.clone())),
            Err(TokenError::Jws(JwsError::Critical)),
            "{crit}"
        );
    }
}

#[test]
fn a_token_from_or_for_somebody_else_is_refused() {
    for (claim, value) in [
        ("iss", json!("https://xorb.example.org/")),
        ("iss", json!("https://attacker.example")),
        ("aud", json!("other-api")),
    ] {
        assert_eq!(
            check(&with_claim(claim, value)),
            Err(TokenError::Recipient),
            "{claim}"
        );
    }
    assert_eq!(
        check(&with_claim("aud", json!(["xorb-api"]))),
        Err(TokenError::Claims)
    );
    assert_eq!(
        check(&with_claim(
            "sub",
            json!("session_00000000000000000000000001")
        )),
        Err(TokenError::Claims)
    );
}

#[test]
fn a_token_lives_for_its_time_only() {
    let token = valid();
    assert!(check_at(&token, NOW + 309).is_ok(), "within the leeway");
    assert_eq!(check_at(&token, NOW + 310), Err(TokenError::Time));
    assert!(check_at(&token, NOW - 10).is_ok(), "within the leeway");
    assert_eq!(check_at(&token, NOW - 11), Err(TokenError::Time));
    assert_eq!(
        check(&with_claim("exp", json!(NOW + 301))),
        Err(TokenError::Time),
        "too long"
    );
    assert_eq!(
        check(&with_claim("exp", json!(i64::MAX))),
        Err(TokenError::Time)
    );
    assert_eq!(
        check(&with_claim("iat", json!(i64::MIN))),
        Err(TokenError::Time)
    );
    assert_eq!(
        check(&with_claim("exp", json!(u64::MAX))),
        Err(TokenError::Claims)
    );
    assert_eq!(
        check(&with_claim("exp", json!(1.5))),
        Err(TokenError::Claims)
    );
}

#[test]
fn no_changed_character_and_no_truncation_passes() {
    let token = valid();
    for at in 0..token.len() {
        assert!(check(&token[..at]).is_err(), "length {at}");
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(check(&changed).is_err(), "character {at}");
    }
}

#[test]
fn what_is_no_token_is_refused() {
    let huge = format!("{}.{}.{}", "a".repeat(2_000_000), "b", "c");
    let nested = BASE64URL.encode("[".repeat(3000));
    let duplicate = BASE64URL.encode(r#"{"alg":"none","alg":"EdDSA","typ":"at+jwt","kid":"x"}"#);
    for token in [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "é.é.é",
        &huge,
        &format!("{nested}.{nested}.x"),
        &format!("{duplicate}.e30.x"),
        &format!("{}.x", valid()),
        &format!(" {}", valid()),
        &format!("{}==", valid()),
    ] {
        assert!(check(token).is_err(), "{}", &token[..token.len().min(40)]);
    }
}
