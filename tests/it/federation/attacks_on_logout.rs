//! A provider tells of logouts: by tokens of their own kind, each once.
#![expect(
    clippy::semicolon_if_nothing_returned,
    reason = "each twist is one expression"
)]

use chrono::TimeDelta;
use serde_json::{Value, json};
use xorb_domain::audit::AuditAction;
use xorb_domain::identity::federation::{UpdateIdentityProvider, update_identity_provider};

use super::twist::{CLIENT_ID, Twist};
use super::world::World;
use crate::harness::Mode;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn logout(t: &Twist) -> Value {
    json!({
        "iss": t.base, "aud": CLIENT_ID, "sub": "mia-at-the-provider", "sid": "a-session-there",
        "iat": t.now, "exp": t.now + 120, "jti": format!("{}", t.now), "events": { EVENT: {} },
    })
}

fn token(world: &World, change: impl Fn(&mut Twist)) -> String {
    let mut twist = world.honest(world.connection);
    twist.header = json!({ "alg": "ES256", "kid": "ec", "typ": "logout+jwt" });
    twist.claims = logout(&twist);
    change(&mut twist);
    let token = twist.id_token();
    world.provider.play(twist);
    token
}

#[tokio::test]
async fn a_logout_at_the_provider_ends_the_session_here() {
    for mode in [Mode::Embedded, Mode::Distributed] {
        let world = World::new(mode).await;
        let ended = world.log_in(|_| {}).await.assert_logged_in();
        let other = world.log_in(|t| t.claims["sid"] = json!("another")).await;
        let other = other.assert_logged_in();
        let told = token(&world, |_| {});
        assert_eq!(world.tell_of_logout(&told).await, 200);
        assert!(world.viewer(&ended).await.is_null());
        assert_eq!(world.viewer(&other).await["displayName"], "Mia");
        assert_eq!(world.tell_of_logout(&told).await, 400, "shown again");
        let reason = world.reason_of(AuditAction::SessionLoggedOut).await;
        assert_eq!(reason.as_deref(), Some("logout_replayed"));
        let all = token(&world, |t| {
            t.claims["jti"] = json!("everywhere");
            t.claims.as_object_mut().unwrap().remove("sid");
        });
        assert_eq!(world.tell_of_logout(&all).await, 200);
        assert!(world.viewer(&other).await.is_null());
        world.finish().await;
    }
}

#[tokio::test]
async fn a_logout_here_leads_to_the_provider_s_own() {
    let world = World::new(Mode::Embedded).await;
    let session = world.log_in(|_| {}).await.assert_logged_in();
    let query = "mutation { logOut { providerLogoutUri userErrors { code } } }";
    let answer = world.ask(&session, query, Value::Null).await;
    let uri = answer["data"]["logOut"]["providerLogoutUri"].as_str();
    let uri = uri.unwrap_or_else(|| panic!("{answer}"));
    assert!(uri.starts_with(&format!("{}/logout?", world.provider.base())));
    for part in [
        "id_token_hint=",
        "client_id=xorb-at-acme",
        "post_logout_redirect_uri=",
    ] {
        assert!(uri.contains(part), "{uri}");
    }
    assert!(world.viewer(&session).await.is_null());
    world.finish().await;
}

type Abuse = (&'static str, &'static str, fn(&mut Twist));

const ABUSES: &[Abuse] = &[
    ("an ID token", "header_type_wrong", |t| {
        t.header["typ"] = json!("JWT")
    }),
    ("no type", "header_type_wrong", |t| {
        drop(t.header.as_object_mut().unwrap().remove("typ"))
    }),
    ("no event", "logout_event_missing", |t| {
        t.claims["events"] = json!({})
    }),
    ("another event", "logout_event_missing", |t| {
        t.claims["events"] = json!({ "urn:x": {} })
    }),
    ("an event that is a text", "logout_event_missing", |t| {
        t.claims["events"] = json!({ EVENT: "x" })
    }),
    ("a nonce", "logout_nonce_present", |t| {
        t.claims["nonce"] = json!("x")
    }),
    ("about nobody", "logout_nobody", |t| {
        let claims = t.claims.as_object_mut().unwrap();
        claims.remove("sub");
        claims.remove("sid");
    }),
    ("no end", "logout_token_malformed", |t| {
        drop(t.claims.as_object_mut().unwrap().remove("exp"))
    }),
    ("no id", "logout_token_malformed", |t| {
        drop(t.claims.as_object_mut().unwrap().remove("jti"))
    }),
    ("expired", "expired", |t| {
        t.claims["exp"] = json!(t.now - 100)
    }),
    ("of another issuer", "issuer_wrong", |t| {
        t.claims["iss"] = json!("https://evil.example")
    }),
    ("for another client", "audience_wrong", |t| {
        t.claims["aud"] = json!("another-client")
    }),
    ("unsigned", "algorithm_not_allowed", |t| {
        t.header["alg"] = json!("none")
    }),
    ("signed by a stranger", "signature_wrong", |t| {
        t.sign = super::keys::Sign::StrangeEs256
    }),
    ("garbage", "id_token_malformed", |t| {
        t.id_token = Some("x".to_owned())
    }),
];

#[tokio::test]
async fn an_abused_logout_token_ends_nothing() {
    let world = World::new(Mode::Embedded).await;
    let session = world.log_in(|_| {}).await.assert_logged_in();
    for (name, reason, abuse) in ABUSES {
        let told = token(&world, abuse);
        assert_eq!(world.tell_of_logout(&told).await, 400, "{name}");
        let found = world.reason_of(AuditAction::SessionLoggedOut).await;
        assert_eq!(found.as_deref(), Some(*reason), "{name}");
    }
    assert_eq!(world.viewer(&session).await["displayName"], "Mia");
    world.finish().await;
}

#[tokio::test]
async fn a_relaxed_connection_takes_tokens_of_type_jwt_without_an_end() {
    let world = World::new(Mode::Embedded).await;
    let relax = UpdateIdentityProvider {
        provider_id: world.connection,
        relaxed_logout_tokens: Some(true),
        ..UpdateIdentityProvider::default()
    };
    let (core, owner) = (&world.tenant.core, &world.tenant.owner);
    update_identity_provider(core, owner, relax).await.unwrap();
    let session = world.log_in(|_| {}).await.assert_logged_in();
    let old = |t: &mut Twist| {
        t.header["typ"] = json!("JWT");
        t.claims.as_object_mut().unwrap().remove("exp");
    };
    let told = token(&world, old);
    world.app.clock.advance(TimeDelta::minutes(4));
    assert_eq!(world.tell_of_logout(&told).await, 400, "too old");
    assert_eq!(world.viewer(&session).await["displayName"], "Mia");
    assert_eq!(world.tell_of_logout(&token(&world, old)).await, 200);
    assert!(world.viewer(&session).await.is_null());
    world.finish().await;
}
