//! What real providers do and must be able to: each of these logs somebody in.
#![expect(
    clippy::semicolon_if_nothing_returned,
    reason = "each twist is one expression"
)]

use chrono::TimeDelta;
use serde_json::json;
use xorb_domain::identity::federation::{activate_identity_provider, create_identity_provider};

use super::keys::Sign;
use super::twist::Twist;
use super::world::{World, draft};
use crate::harness::Mode;

type Quirk = (&'static str, fn(&mut Twist));

const QUIRKS: &[Quirk] = &[
    ("an honest provider", |_| {}),
    ("no iss parameter, and none promised", |t| {
        t.discovery["authorization_response_iss_parameter_supported"] = json!(false);
        t.unset("iss");
    }),
    ("an iss parameter that was not promised", |t| {
        drop(
            t.discovery
                .as_object_mut()
                .unwrap()
                .remove("authorization_response_iss_parameter_supported"),
        );
    }),
    ("discovery that advertises none", |t| {
        t.discovery["id_token_signing_alg_values_supported"] = json!(["none", "HS256", "RS256"]);
    }),
    ("discovery with algorithms that nobody knows", |t| {
        t.discovery["id_token_signing_alg_values_supported"] = json!(["RS256", "XYZ999"]);
    }),
    ("RS256", |t| t.signed_by(Sign::Rs256, "RS256", "rsa")),
    ("PS256", |t| t.signed_by(Sign::Ps256, "PS256", "rsa")),
    ("EdDSA", |t| t.signed_by(Sign::EdDsa, "EdDSA", "ed")),
    ("one key without a name", |t| {
        t.key_set = json!({ "keys": [t.keys.ec_key("ec")] });
        t.key_set["keys"][0].as_object_mut().unwrap().remove("kid");
        t.header = json!({ "alg": "ES256" });
    }),
    ("keys of other kinds beside ours", |t| {
        let keys = t.key_set["keys"].as_array_mut().unwrap();
        keys.push(json!({ "kty": "EC", "crv": "P-521", "kid": "x", "x": "AA", "y": "AA" }));
        keys.push(json!({ "kty": "OKP", "crv": "X25519", "kid": "y", "x": "AA" }));
        keys.push(json!({ "kty": "NEW", "kid": "z" }));
    }),
    ("no type in the header", |t| {
        drop(t.header.as_object_mut().unwrap().remove("typ"))
    }),
    ("a type in small letters", |t| {
        t.header["typ"] = json!("jwt")
    }),
    ("one audience in a list", |t| {
        t.claims["aud"] = json!(["xorb-at-acme"])
    }),
    ("two audiences, authorised for us", |t| {
        t.claims["aud"] = json!(["xorb-at-acme", "a project"]);
        t.claims["azp"] = json!("xorb-at-acme");
    }),
    ("a clock that is behind", |t| {
        t.claims["iat"] = json!(t.now - 50);
        t.claims["exp"] = json!(t.now - 50);
    }),
    ("a clock that is ahead", |t| {
        t.claims["iat"] = json!(t.now + 50);
        t.claims["nbf"] = json!(t.now + 50);
    }),
    ("instants with fractions", |t| {
        t.claims["iat"] = json!(t.now.to_string().parse::<f64>().unwrap() + 0.5);
    }),
    ("a whole day", |t| t.claims["exp"] = json!(t.now + 86_400)),
    ("the right hash of the access token", |t| {
        let hash = ring::digest::digest(&ring::digest::SHA256, b"an-access-token");
        t.claims["at_hash"] = json!(base64::Engine::encode(
            &base64::engine::general_purpose::URL_SAFE_NO_PAD,
            &hash.as_ref()[..16]
        ));
    }),
    ("a token type in small letters", |t| {
        t.tokens["token_type"] = json!("bearer")
    }),
    ("more parameters", |t| t.set("session_state", "x")),
    ("an address that changed", |t| {
        t.claims["email"] = json!("mia.new@other.example")
    }),
    ("no address any more", |t| {
        let claims = t.claims.as_object_mut().unwrap();
        claims.remove("email");
        claims.remove("email_verified");
    }),
    ("verification as text, of somebody known", |t| {
        t.claims["email_verified"] = json!("true")
    }),
];

async fn every_quirk_works(mode: Mode) {
    let world = World::new(mode).await;
    let first = world.log_in(|_| {}).await.assert_logged_in();
    let mia = world.viewer(&first).await;
    for (name, quirk) in QUIRKS {
        world.app.clock.advance(TimeDelta::minutes(11));
        let shown = world.log_in(quirk).await;
        assert_eq!(shown.status, 303, "{name}: {:?}", world.reason().await);
        let session = shown.session().unwrap();
        assert_eq!(world.viewer(&session).await, mia, "{name}");
    }
    world.finish().await;
}

#[tokio::test]
async fn every_quirk_works_embedded() {
    every_quirk_works(Mode::Embedded).await;
}

#[tokio::test]
async fn every_quirk_works_distributed() {
    every_quirk_works(Mode::Distributed).await;
}

#[tokio::test]
async fn an_issuer_may_end_in_a_slash_and_a_subject_may_be_a_name() {
    let world = World::new(Mode::Embedded).await;
    let issuer = format!("{}/", world.provider.base());
    let slash = |t: &mut Twist| {
        let issuer = format!("{}/", t.base);
        t.discovery["issuer"] = json!(issuer);
        t.claims["iss"] = json!(issuer);
        t.claims["sub"] = json!("mia@acme.example");
        t.set("iss", &issuer);
    };
    let (core, owner) = (&world.tenant.core, &world.tenant.owner);
    let made = create_identity_provider(core, owner, draft(&issuer))
        .await
        .unwrap();
    let tested = world.test(made.id, slash).await;
    assert_eq!(tested.status, 200, "{:?}", world.reason().await);
    activate_identity_provider(core, owner, made.id)
        .await
        .unwrap();
    let uri = world.start_uri(made.id);
    world
        .log_in_at(made.id, &uri, None, slash)
        .await
        .assert_logged_in();
    world.finish().await;
}

#[tokio::test]
async fn keys_may_rotate_without_overlap_and_are_asked_for_once_a_minute() {
    let world = World::new(Mode::Embedded).await;
    world.log_in(|_| {}).await.assert_logged_in();
    let rotated = |t: &mut Twist| {
        t.key_set = json!({ "keys": [t.keys.strange_key("new")] });
        t.signed_by(Sign::StrangeEs256, "ES256", "new");
    };
    world.log_in(rotated).await.assert_logged_in();
    world.provider.asked();
    for _ in 0..5 {
        let shown = world.log_in(|t| t.header["kid"] = json!("nobody")).await;
        assert_eq!(shown.status, 400);
    }
    let asked = world.provider.asked();
    let for_keys = asked.iter().filter(|asked| asked.path == "/jwks");
    assert_eq!(for_keys.count(), 0, "asked within a minute");
    world.app.clock.advance(TimeDelta::seconds(61));
    world.log_in(|t| t.header["kid"] = json!("nobody")).await;
    let asked = world.provider.asked();
    let for_keys = asked.iter().filter(|asked| asked.path == "/jwks");
    assert_eq!(for_keys.count(), 1, "asked after a minute");
    world.finish().await;
}
