//! A provider without OpenID Connect, of GitHub's shape.
#![expect(
    clippy::semicolon_if_nothing_returned,
    reason = "each twist is one expression"
)]

use chrono::TimeDelta;
use serde_json::{Value, json};
use xorb_domain::identity::federation::{
    CreateIdentityProvider, OAuth2Endpoints, activate_identity_provider, create_identity_provider,
};
use xorb_entities::ids::IdentityProviderId;

use super::provider::Say;
use super::twist::{ACCESS_TOKEN, Twist};
use super::world::{World, draft};
use crate::harness::Mode;

pub async fn world(mode: Mode) -> World {
    let mut world = World::new(mode).await;
    let base = world.provider.base();
    let oauth2 = OAuth2Endpoints {
        authorization: format!("{base}/authorize"),
        token: format!("{base}/token"),
        user_info: format!("{base}/userinfo"),
        emails: Some(format!("{base}/emails")),
    };
    let draft = CreateIdentityProvider {
        oauth2: Some(oauth2),
        ..draft(&base)
    };
    let (core, owner) = (&world.tenant.core, &world.tenant.owner);
    let described = create_identity_provider(core, owner, draft).await.unwrap();
    let tested = world.test(described.id, honest).await;
    assert_eq!(tested.status, 200, "{:?}", world.reason().await);
    world.connection = activate_identity_provider(core, owner, described.id)
        .await
        .unwrap()
        .id;
    world
}

pub fn honest(t: &mut Twist) {
    t.tokens = json!({ "access_token": ACCESS_TOKEN, "token_type": "bearer", "scope": "read:user", "id_token": null });
    t.user_info = json!({ "id": 583_231, "login": "octo", "name": "Octo Cat", "email": null });
    t.emails = json!([
        { "email": "octo@private.example", "primary": false, "verified": true },
        { "email": "octo@acme.example", "primary": true, "verified": true },
    ]);
    t.unset("iss");
}

#[tokio::test]
async fn somebody_logs_in_by_the_user_endpoint() {
    for mode in [Mode::Embedded, Mode::Distributed] {
        let world = world(mode).await;
        let session = world.log_in(honest).await.assert_logged_in();
        let octo = world.viewer(&session).await;
        assert_eq!(octo["email"], "octo@acme.example");
        assert_eq!(octo["displayName"], "Octo Cat");
        let asked = world.provider.asked();
        let token = asked.iter().rfind(|asked| asked.path == "/token").unwrap();
        assert!(token.body.contains("code_verifier="), "{}", token.body);
        let user = asked
            .iter()
            .rfind(|asked| asked.path == "/userinfo")
            .unwrap();
        assert!(
            user.head.contains(&format!("Bearer {ACCESS_TOKEN}")),
            "{}",
            user.head
        );
        world.finish().await;
    }
}

const LINK: &str = "mutation($input: LinkIdentityProviderInput!) { linkIdentityProvider(input: $input) { userErrors { code } } }";
const ENROLL: &str = "mutation { enrollTotp { secret userErrors { code } } }";

#[tokio::test]
async fn a_log_in_that_proves_nothing_here_is_good_for_a_first_factor_only() {
    for mode in [Mode::Embedded, Mode::Distributed] {
        let world = world(mode).await;
        let session = world.log_in(honest).await.assert_logged_in();
        let id = IdentityProviderId::from(world.connection).to_string();
        let input = json!({ "identityProviderId": id });
        let refused = world.ask(&session, LINK, input).await;
        let codes = &refused["data"]["linkIdentityProvider"]["userErrors"];
        assert_eq!(*codes, json!([{ "code": "STEP_UP_REQUIRED" }]), "{refused}");
        let enrolled = world.ask(&session, ENROLL, Value::Null).await;
        assert!(
            enrolled["data"]["enrollTotp"]["secret"].is_string(),
            "{enrolled}"
        );
        world.app.clock.advance(TimeDelta::minutes(11));
        let late = world.ask(&session, ENROLL, Value::Null).await;
        let codes = &late["data"]["enrollTotp"]["userErrors"];
        assert_eq!(*codes, json!([{ "code": "STEP_UP_REQUIRED" }]), "{late}");
        world.finish().await;
    }
}

type Attack = (&'static str, &'static str, fn(&mut Twist));

const ATTACKS: &[Attack] = &[
    ("no id", "subject_malformed", |t| {
        drop(t.user_info.as_object_mut().unwrap().remove("id"))
    }),
    ("an id that is a list", "subject_malformed", |t| {
        t.user_info["id"] = json!([1])
    }),
    ("a negative id", "subject_malformed", |t| {
        t.user_info["id"] = json!(-1)
    }),
    ("the owner's address", "account_exists", |t| {
        t.emails[1]["email"] = json!("owner@acme.example")
    }),
    ("an address that is not verified", "email_missing", |t| {
        t.emails[1]["verified"] = json!(false)
    }),
    ("verified as text", "email_missing", |t| {
        t.emails[1]["verified"] = json!("true")
    }),
    ("a public address only", "email_not_verified", |t| {
        t.emails = json!([]);
        t.user_info["email"] = json!("octo@acme.example");
    }),
    ("another domain", "domain_not_verified", |t| {
        t.emails[1]["email"] = json!("octo@evil.example")
    }),
    ("addresses that are no list", "user_info_malformed", |t| {
        t.emails = json!({})
    }),
    ("an error with status 200", "token_answer_malformed", |t| {
        t.instead.push((
            "/token",
            Say::Json(200, json!({ "error": "bad_verification_code" })),
        ));
    }),
    ("no state", "state_missing", |t| t.unset("state")),
    ("another issuer", "iss_parameter_wrong", |t| {
        t.set("iss", "https://evil.example")
    }),
    ("another browser", "state_of_other_browser", |t| {
        t.has_mark = false
    }),
];

#[tokio::test]
async fn every_attack_on_a_plain_provider_is_refused() {
    let world = world(Mode::Embedded).await;
    for (name, reason, twist) in ATTACKS {
        let before = world.inventory().await;
        let shown = world
            .log_in(|t| {
                honest(t);
                twist(t);
            })
            .await;
        assert_eq!(world.reason().await.as_deref(), Some(*reason), "{name}");
        assert_eq!((shown.status, shown.session()), (400, None), "{name}");
        assert_eq!(world.inventory().await, before, "{name}");
    }
    world.finish().await;
}
