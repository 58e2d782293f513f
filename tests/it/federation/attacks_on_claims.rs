//! Tokens that are wrong: their signature, their header, what they say.
#![expect(
    clippy::semicolon_if_nothing_returned,
    reason = "each twist is one expression"
)]
#![expect(clippy::too_many_lines, reason = "tables")]

use serde_json::json;
use xorb_domain::identity::federation::FederationRefusal as Refusal;

use super::attacks::{Attack, attack};
use super::keys::Sign;
use super::twist::CLIENT_SECRET;

pub fn attacks() -> Vec<Attack> {
    let mut attacks = signatures();
    attacks.extend(headers());
    attacks.extend(parties());
    attacks.extend(times());
    attacks.extend(contents());
    attacks
}

fn signatures() -> Vec<Attack> {
    vec![
        attack("alg none", Refusal::AlgorithmNotAllowed, |t| {
            t.signed_by(Sign::Empty, "none", "ec")
        }),
        attack("alg NONE", Refusal::AlgorithmNotAllowed, |t| {
            t.signed_by(Sign::Empty, "NONE", "ec")
        }),
        attack("alg none, advertised", Refusal::AlgorithmNotAllowed, |t| {
            t.discovery["id_token_signing_alg_values_supported"] = json!(["none"]);
            t.signed_by(Sign::Empty, "none", "ec");
        }),
        attack(
            "HS256 with the client secret",
            Refusal::AlgorithmNotAllowed,
            |t| {
                t.discovery["id_token_signing_alg_values_supported"] = json!(["HS256"]);
                t.signed_by(Sign::Hmac(CLIENT_SECRET), "HS256", "ec");
            },
        ),
        attack(
            "HS256 with the public key",
            Refusal::AlgorithmNotAllowed,
            |t| {
                t.signed_by(Sign::HmacWithPublicKey, "HS256", "rsa");
            },
        ),
        attack(
            "an HMAC that calls itself RS256",
            Refusal::SignatureWrong,
            |t| {
                t.signed_by(Sign::HmacWithPublicKey, "RS256", "rsa");
            },
        ),
        attack("no signature", Refusal::SignatureWrong, |t| {
            t.sign = Sign::Empty
        }),
        attack("a signature of zeros", Refusal::SignatureWrong, |t| {
            t.sign = Sign::Zeros
        }),
        attack(
            "a key that nobody published",
            Refusal::SignatureWrong,
            |t| t.sign = Sign::StrangeEs256,
        ),
        attack(
            "a signature of another algorithm",
            Refusal::SignatureWrong,
            |t| t.sign = Sign::EdDsa,
        ),
        attack(
            "PS256 that calls itself RS256",
            Refusal::SignatureWrong,
            |t| {
                t.signed_by(Sign::Ps256, "RS256", "rsa");
            },
        ),
        attack(
            "RS256 with an elliptic key's name",
            Refusal::KeyUnknown,
            |t| {
                t.signed_by(Sign::Rs256, "RS256", "ec");
            },
        ),
        attack("a name of no key", Refusal::KeyUnknown, |t| {
            t.header["kid"] = json!("nobody")
        }),
        attack("a key in the header", Refusal::SignatureWrong, |t| {
            t.header["jwk"] = t.keys.strange_key("ec");
            t.sign = Sign::StrangeEs256;
        }),
        attack("a key set in the header", Refusal::SignatureWrong, |t| {
            t.header["jku"] = json!("https://evil.example/jwks");
            t.header["x5u"] = json!("https://evil.example/cert");
            t.sign = Sign::StrangeEs256;
        }),
        attack("a token that was changed", Refusal::SignatureWrong, |t| {
            let token = t.id_token();
            t.claims["sub"] = json!("somebody-else");
            let other = t.id_token();
            let (message, _) = other.rsplit_once('.').unwrap();
            let (_, signature) = token.rsplit_once('.').unwrap();
            t.id_token = Some(format!("{message}.{signature}"));
        }),
    ]
}

fn headers() -> Vec<Attack> {
    vec![
        attack("a critical extension", Refusal::HeaderCritical, |t| {
            t.header["crit"] = json!(["exp"])
        }),
        attack("no critical extension", Refusal::HeaderCritical, |t| {
            t.header["crit"] = json!([])
        }),
        attack("an unencoded payload", Refusal::HeaderCritical, |t| {
            t.header["b64"] = json!(false)
        }),
        attack("compression", Refusal::HeaderCritical, |t| {
            t.header["zip"] = json!("DEF")
        }),
        attack("an access token", Refusal::HeaderTypeWrong, |t| {
            t.header["typ"] = json!("at+jwt")
        }),
        attack("a logout token", Refusal::HeaderTypeWrong, |t| {
            t.header["typ"] = json!("logout+jwt")
        }),
        attack(
            "a logout token of type JWT",
            Refusal::HeaderTypeWrong,
            |t| {
                t.claims["events"] =
                    json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
            },
        ),
        attack("an encrypted token", Refusal::IdTokenEncrypted, |t| {
            t.id_token = Some("a.b.c.d.e".to_owned())
        }),
        attack("a header with enc", Refusal::IdTokenEncrypted, |t| {
            t.header["enc"] = json!("A128GCM")
        }),
        attack("a header of another type", Refusal::HeaderMalformed, |t| {
            t.header["alg"] = json!(7)
        }),
        attack("two parts", Refusal::IdTokenMalformed, |t| {
            t.id_token = Some("e30.e30".to_owned())
        }),
        attack("no base64", Refusal::IdTokenMalformed, |t| {
            t.id_token = Some("e30=.e30=.e30=".to_owned())
        }),
        attack("a huge token", Refusal::IdTokenTooLarge, |t| {
            t.claims["padding"] = json!("x".repeat(100_000));
        }),
    ]
}

fn parties() -> Vec<Attack> {
    vec![
        attack("another issuer", Refusal::IssuerWrong, |t| {
            t.claims["iss"] = json!("https://evil.example")
        }),
        attack("the issuer with a slash", Refusal::IssuerWrong, |t| {
            t.claims["iss"] = json!(format!("{}/", t.base))
        }),
        attack("the issuer in capitals", Refusal::IssuerWrong, |t| {
            t.claims["iss"] = json!(t.base.replace("http", "HTTP"));
        }),
        attack("no issuer", Refusal::ClaimsMalformed, |t| {
            drop(t.claims.as_object_mut().unwrap().remove("iss"))
        }),
        attack("another audience", Refusal::AudienceWrong, |t| {
            t.claims["aud"] = json!("another-client")
        }),
        attack(
            "an audience that begins like ours",
            Refusal::AudienceWrong,
            |t| {
                t.claims["aud"] = json!("xorb-at-acme2");
            },
        ),
        attack("no audience", Refusal::AudienceWrong, |t| {
            t.claims["aud"] = json!([])
        }),
        attack(
            "an audience that is no text",
            Refusal::ClaimsMalformed,
            |t| t.claims["aud"] = json!({ "a": 1 }),
        ),
        attack(
            "two audiences, and nobody authorised",
            Refusal::AuthorizedPartyWrong,
            |t| {
                t.claims["aud"] = json!(["xorb-at-acme", "another-client"]);
            },
        ),
        attack(
            "authorised for another",
            Refusal::AuthorizedPartyWrong,
            |t| t.claims["azp"] = json!("another-client"),
        ),
        attack(
            "two audiences, authorised for the other",
            Refusal::AuthorizedPartyWrong,
            |t| {
                t.claims["aud"] = json!(["xorb-at-acme", "another-client"]);
                t.claims["azp"] = json!("another-client");
            },
        ),
    ]
}

fn times() -> Vec<Attack> {
    vec![
        attack("expired", Refusal::Expired, |t| {
            t.claims["exp"] = json!(t.now - 61)
        }),
        attack("expired long ago", Refusal::Expired, |t| {
            t.claims["exp"] = json!(0)
        }),
        attack("no end", Refusal::ClaimsMalformed, |t| {
            drop(t.claims.as_object_mut().unwrap().remove("exp"))
        }),
        attack("an end as text", Refusal::ClaimsMalformed, |t| {
            t.claims["exp"] = json!((t.now + 600).to_string())
        }),
        attack("an end beyond all numbers", Refusal::ClaimsMalformed, |t| {
            t.claims["exp"] = json!(1e300)
        }),
        attack("an end before its beginning", Refusal::Expired, |t| {
            t.claims["iat"] = json!(t.now);
            t.claims["exp"] = json!(t.now - 30);
        }),
        attack("a day and a second", Refusal::LifetimeTooLong, |t| {
            t.claims["exp"] = json!(t.now + 86_401)
        }),
        attack("issued in the future", Refusal::IssuedInFuture, |t| {
            t.claims["iat"] = json!(t.now + 120);
        }),
        attack("never issued", Refusal::ClaimsMalformed, |t| {
            drop(t.claims.as_object_mut().unwrap().remove("iat"))
        }),
        attack("not valid yet", Refusal::NotYetValid, |t| {
            t.claims["nbf"] = json!(t.now + 120)
        }),
        attack("a negative instant", Refusal::ClaimsMalformed, |t| {
            t.claims["iat"] = json!(-1)
        }),
    ]
}

fn contents() -> Vec<Attack> {
    vec![
        attack("no nonce", Refusal::NonceMissing, |t| {
            drop(t.claims.as_object_mut().unwrap().remove("nonce"))
        }),
        attack("another nonce", Refusal::NonceWrong, |t| {
            t.claims["nonce"] = json!("of another log-in")
        }),
        attack("an empty nonce", Refusal::NonceWrong, |t| {
            t.claims["nonce"] = json!("")
        }),
        attack("a nonce that is no text", Refusal::ClaimsMalformed, |t| {
            t.claims["nonce"] = json!(["x"])
        }),
        attack("no subject", Refusal::SubjectMalformed, |t| {
            drop(t.claims.as_object_mut().unwrap().remove("sub"))
        }),
        attack("an empty subject", Refusal::SubjectMalformed, |t| {
            t.claims["sub"] = json!("")
        }),
        attack(
            "a subject of 256 characters",
            Refusal::SubjectMalformed,
            |t| t.claims["sub"] = json!("x".repeat(256)),
        ),
        attack(
            "a subject with a line break",
            Refusal::SubjectMalformed,
            |t| t.claims["sub"] = json!("mia\nada"),
        ),
        attack("a subject with a zero", Refusal::SubjectMalformed, |t| {
            t.claims["sub"] = json!("mia\u{0}")
        }),
        attack(
            "a subject of other letters",
            Refusal::SubjectMalformed,
            |t| t.claims["sub"] = json!("m\u{456}a"),
        ),
        attack(
            "a subject that is a number",
            Refusal::ClaimsMalformed,
            |t| t.claims["sub"] = json!(7),
        ),
        attack(
            "a subject that comes twice",
            Refusal::ClaimsMalformed,
            |t| {
                let claims = t.claims.to_string();
                t.raw_claims = Some(claims.replacen('{', "{\"sub\":\"somebody-else\",", 1));
            },
        ),
        attack(
            "an issuer that comes twice",
            Refusal::ClaimsMalformed,
            |t| {
                let claims = t.claims.to_string();
                t.raw_claims = Some(claims.replacen('{', "{\"iss\":\"https://evil.example\",", 1));
            },
        ),
        attack(
            "the hash of another access token",
            Refusal::AccessTokenHashWrong,
            |t| {
                t.claims["at_hash"] = json!("77QmUPtjPfzWtF2AnpK9RQ");
            },
        ),
        attack(
            "an empty hash of the access token",
            Refusal::AccessTokenHashWrong,
            |t| t.claims["at_hash"] = json!(""),
        ),
        attack("claims that are a list", Refusal::ClaimsMalformed, |t| {
            t.raw_claims = Some("[]".to_owned())
        }),
        attack("claims that are no JSON", Refusal::ClaimsMalformed, |t| {
            t.raw_claims = Some("sub: mia".to_owned())
        }),
    ]
}
