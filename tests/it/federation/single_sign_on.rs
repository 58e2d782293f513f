//! Everybody of a company has to log in through its identity provider: when that can be demanded, what other sessions are
//! good for then, and the way in when the provider is away.

use chrono::TimeDelta;
use serde_json::{Value, json};
use xorb_domain::identity::federation::{delete_identity_provider, suspend_identity_provider};
use xorb_domain::identity::{
    Actor, FinishPasskeyEnrollment, FinishPasskeyLogIn, LogIn, LoggedIn, Role, SessionGrant,
    UpdateAccessPolicy, UpdateUserRoles, deactivate_user, finish_passkey_enrollment,
    finish_passkey_log_in, log_in, log_in_options, remove_passkey, remove_second_factors,
    start_passkey_enrollment, start_passkey_log_in, transfer_ownership, update_access_policy,
    update_user_roles, viewer_passkeys,
};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::{SessionDelivery, SingleSignOnPolicy};

use super::world::World;
use crate::harness::Mode;
use crate::identity::fixture::{PASSWORD, invite, is_told, member, request};
use crate::second_factors::authenticator::{Authenticator, ORIGIN};

/// A scenario of a world whose address passkeys can be made for, in both modes.
macro_rules! both_modes_of {
    ($(async fn $name:ident($world:ident: World) $scenario:block)+) => {
        $(
            mod $name {
                use super::*;

                async fn run($world: World) $scenario

                #[tokio::test]
                async fn embedded() {
                    run(World::at(Mode::Embedded, ORIGIN).await).await;
                }

                #[tokio::test]
                async fn distributed() {
                    run(World::at(Mode::Distributed, ORIGIN).await).await;
                }
            }
        )+
    };
}

const SCANS: &str = "{ scans(first: 1) { totalCount } }";

async fn set(world: &World, policy: SingleSignOnPolicy) -> Result<(), AppError> {
    let input = UpdateAccessPolicy {
        second_factor: None,
        single_sign_on: Some(policy),
        session_idle_minutes: None,
        expected_version: None,
    };
    update_access_policy(&world.tenant.core, &world.tenant.owner, input).await?;
    Ok(())
}

async fn enroll(world: &World, actor: &Actor) -> Authenticator {
    let core = &world.tenant.core;
    let mut passkey = Authenticator::new();
    let options = start_passkey_enrollment(core, actor).await.unwrap();
    let input = FinishPasskeyEnrollment {
        name: "key in the safe".to_owned(),
        response: passkey.create(&options).as_str().into(),
    };
    finish_passkey_enrollment(core, actor, input).await.unwrap();
    passkey
}

/// Two owners with passkeys, a provider that has just been tested, and single sign-on a must.
struct Demanded {
    keys: [Authenticator; 2],
    second: Actor,
}

async fn demanded(world: &World) -> Demanded {
    let (app, owner) = (&world.app, &world.tenant.owner);
    let second = member(app, owner, "otto@acme.example", Role::Owner)
        .await
        .actor;
    let keys = [enroll(world, owner).await, enroll(world, &second).await];
    assert_eq!(world.test(world.connection, |_| {}).await.status, 200);
    set(world, SingleSignOnPolicy::Required).await.unwrap();
    Demanded { keys, second }
}

async fn by_passkey(world: &World, passkey: &mut Authenticator) -> SessionGrant {
    let core = &world.tenant.core;
    let asked = start_passkey_log_in(core, &request(), "acme")
        .await
        .unwrap();
    let input = FinishPasskeyLogIn {
        token: asked.token.clone(),
        response: passkey.get(&asked.options).as_str().into(),
        delivery: SessionDelivery::Cookie,
    };
    finish_passkey_log_in(core, &request(), input)
        .await
        .unwrap()
}

async fn by_password(world: &World, email: &str, password: &str) -> String {
    let input = LogIn {
        tenant_slug: "acme".to_owned(),
        email: email.to_owned(),
        password: password.into(),
        delivery: SessionDelivery::Cookie,
    };
    match log_in(&world.tenant.core, &request(), input).await.unwrap() {
        LoggedIn::Session(grant) => cookie(&grant),
        LoggedIn::Challenge(_) => panic!("a second factor is asked for"),
    }
}

fn cookie(grant: &SessionGrant) -> String {
    grant.cookie.as_ref().map(Secret::expose).unwrap().clone()
}

/// The code and the text of what a session is told when it asks for something.
async fn refusal(world: &World, session: &str) -> Option<(String, String)> {
    let answer = world.ask(session, SCANS, Value::Null).await;
    let error = answer["errors"].get(0)?;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Some((text(&error["extensions"]["code"]), text(&error["message"])))
}

#[track_caller]
fn assert_invalid_state<T>(result: Result<T, AppError>, words: &str) {
    let Err(AppError::User(errors)) = result else {
        panic!("nothing was refused")
    };
    assert_eq!(errors[0].code, UserErrorCode::InvalidState);
    assert!(errors[0].message.contains(words), "{}", errors[0].message);
}

both_modes_of! {
    async fn it_is_demanded_only_when_nobody_is_locked_out(world: World) {
        let (app, owner) = (&world.app, &world.tenant.owner);
        let required = SingleSignOnPolicy::Required;
        assert_invalid_state(set(&world, required).await, "two owners");
        let second = member(app, owner, "otto@acme.example", Role::Owner).await.actor;
        enroll(&world, owner).await;
        assert_invalid_state(set(&world, required).await, "two owners");
        enroll(&world, &second).await;
        let mut key = enroll(&world, owner).await;
        app.clock.advance(TimeDelta::minutes(14));
        let fresh = by_passkey(&world, &mut key).await.actor;
        app.clock.advance(TimeDelta::minutes(2));
        let input = UpdateAccessPolicy { second_factor: None, single_sign_on: Some(required), session_idle_minutes: None, expected_version: None };
        assert_invalid_state(update_access_policy(&world.tenant.core, &fresh, input).await, "testIdentityProvider");
        assert_eq!(world.test(world.connection, |t| t.claims["nonce"] = json!("wrong")).await.status, 400);
        assert_invalid_state(update_access_policy(&world.tenant.core, &fresh, input).await, "testIdentityProvider");
        assert_eq!(world.test(world.connection, |_| {}).await.status, 200);
        update_access_policy(&world.tenant.core, &fresh, input).await.unwrap();
        let options = log_in_options(&world.tenant.core, Some("acme"), None).await.unwrap();
        assert_eq!((options.is_password_enabled, options.providers.len()), (false, 1));
        world.finish().await;
    }

    async fn other_sessions_are_good_for_nothing_else_from_the_next_request_on(world: World) {
        let (app, owner) = (&world.app, &world.tenant.owner);
        member(app, owner, "adam@acme.example", Role::Admin).await;
        let adam = by_password(&world, "adam@acme.example", PASSWORD).await;
        assert_eq!(refusal(&world, &adam).await, None);
        demanded(&world).await;
        for session in [adam, by_password(&world, "adam@acme.example", PASSWORD).await] {
            let Some((code, text)) = refusal(&world, &session).await else { panic!("a password is enough") };
            assert_eq!(code, "FORBIDDEN");
            assert!(text.contains("identity provider"), "{text}");
            assert!(world.viewer(&session).await["email"].is_string(), "it knows who it is");
        }
        let mia = world.log_in(|_| {}).await.assert_logged_in();
        assert_eq!(refusal(&world, &mia).await, None, "she comes from the provider");
        world.finish().await;
    }

    async fn a_passkey_of_an_owner_breaks_the_glass_and_is_told_to_all_owners(world: World) {
        let (app, owner) = (&world.app, &world.tenant.owner);
        let adam = member(app, owner, "adam@acme.example", Role::Admin).await.actor;
        member(app, owner, "mona@acme.example", Role::Viewer).await;
        let mut of_adam = enroll(&world, &adam).await;
        let mut of_owner = demanded(&world).await.keys;
        let refused = refusal(&world, &cookie(&by_passkey(&world, &mut of_adam).await)).await;
        assert_eq!(refused.unwrap().0, "FORBIDDEN", "he is no owner");
        app.run_jobs().await;
        for owner in ["owner@acme.example", "otto@acme.example"] {
            assert!(!is_told(app, owner, "without your identity provider"), "{owner}");
        }
        let broken = by_passkey(&world, &mut of_owner[0]).await;
        assert_eq!(refusal(&world, &cookie(&broken)).await, None);
        app.run_jobs().await;
        for owner in ["owner@acme.example", "otto@acme.example"] {
            assert!(is_told(app, owner, "without your identity provider"), "{owner}");
        }
        let input = UpdateAccessPolicy { second_factor: None, single_sign_on: Some(SingleSignOnPolicy::Optional), session_idle_minutes: None, expected_version: None };
        update_access_policy(&world.tenant.core, &broken.actor, input).await.unwrap();
        let mona = by_password(&world, "mona@acme.example", PASSWORD).await;
        assert_eq!(refusal(&world, &mona).await, None, "at once");
        world.finish().await;
    }

    async fn the_last_way_in_without_the_provider_stays(world: World) {
        let core = world.tenant.core.clone();
        let mut keys = demanded(&world).await.keys;
        let first = by_passkey(&world, &mut keys[0]).await.actor;
        let other = by_passkey(&world, &mut keys[1]).await.actor;
        let key_of = |actor: Actor| {
            let reads = world.tenant.reads_of(actor);
            async move { viewer_passkeys(&reads).await.unwrap()[0].id }
        };
        let (key, other_key) = (key_of(first.clone()).await, key_of(other.clone()).await);
        let (one, two) = tokio::join!(remove_passkey(&core, &first, key), remove_passkey(&core, &other, other_key));
        assert_ne!(one.is_ok(), two.is_ok(), "one of two at once: {one:?} {two:?}");
        let (keeper, kept) = if one.is_ok() { (&other, other_key) } else { (&first, key) };
        let last = "last passkey of an owner";
        assert_invalid_state(one.and(two), last);
        assert_invalid_state(remove_passkey(&core, keeper, kept).await, last);
        world.finish().await;
    }

    async fn nobody_else_takes_the_last_way_in_either(world: World) {
        let core = world.tenant.core.clone();
        let Demanded { mut keys, second } = demanded(&world).await;
        let first = by_passkey(&world, &mut keys[0]).await.actor;
        let other = by_passkey(&world, &mut keys[1]).await.actor;
        let key = viewer_passkeys(&world.tenant.reads_of(first.clone())).await.unwrap()[0].id;
        remove_passkey(&core, &first, key).await.unwrap();
        let (second_id, last) = (second.user_id.unwrap(), "last passkey of an owner");
        assert_invalid_state(remove_second_factors(&core, &first, second_id).await, last);
        assert_invalid_state(deactivate_user(&core, &first, second_id).await, last);
        let less = UpdateUserRoles { user_id: second_id, roles: vec![Role::Admin], expected_version: None };
        assert_invalid_state(update_user_roles(&core, &first, less).await, last);
        let adam = member(&world.app, &first, "adam@acme.example", Role::Admin).await.actor;
        assert_invalid_state(transfer_ownership(&core, &other, adam.user_id.unwrap()).await, last);
        assert_eq!(viewer_passkeys(&world.tenant.reads_of(other)).await.unwrap().len(), 1, "nothing was half done");
        world.finish().await;
    }

    async fn the_last_provider_is_suspended_but_not_deleted(world: World) {
        let core = world.tenant.core.clone();
        let mut keys = demanded(&world).await.keys;
        let owner = by_passkey(&world, &mut keys[0]).await.actor;
        assert_invalid_state(delete_identity_provider(&core, &owner, world.connection).await, "last active one");
        suspend_identity_provider(&core, &owner, world.connection).await.unwrap();
        assert_eq!(world.log_in(|_| {}).await.status, 400);
        assert_eq!(refusal(&world, &cookie(&by_passkey(&world, &mut keys[1]).await)).await, None);
        delete_identity_provider(&core, &owner, world.connection).await.unwrap();
        world.finish().await;
    }

    async fn an_older_account_is_linked_once_on_the_pages(world: World) {
        member(&world.app, &world.tenant.owner, "adam@acme.example", Role::Admin).await;
        demanded(&world).await;
        let page = world.get(&format!("{}/log-in?tenant=acme", world.app.base()), "").await;
        assert!(page.text.contains("Log in with Acme log-in") && page.text.contains("<details>"), "{}", page.text);
        let adam = [("tenant", "acme"), ("email", "adam@acme.example"), ("password", PASSWORD)];
        let (cookies, href) = link_on_the_pages(&world, &adam).await;
        let session = cookies.split_once('=').unwrap().1;
        let as_whom = |sub: &'static str, email: &'static str| move |t: &mut super::super::twist::Twist| {
            t.claims["sub"] = json!(sub);
            t.claims["email"] = json!(email);
        };
        let colleague = world.log_in_at(world.connection, &href, Some(session), as_whom("eve", "eve@acme.example")).await;
        assert_eq!(colleague.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("other_person"));
        let (cookies, href) = link_on_the_pages(&world, &adam).await;
        let session = cookies.split_once('=').unwrap().1;
        let linked = world.log_in_at(world.connection, &href, Some(session), as_whom("adam", "adam@acme.example")).await.assert_logged_in();
        assert_eq!(refusal(&world, &linked).await, None, "the log-in was one through the provider");
        assert_eq!(world.viewer(&linked).await["roles"], json!(["ADMIN"]));
        assert!(world.viewer(session).await.is_null(), "the session of the password has ended");
        let again = world.log_in(as_whom("adam", "adam@acme.example")).await.assert_logged_in();
        assert_eq!(refusal(&world, &again).await, None);
        world.finish().await;
    }

    async fn whoever_is_invited_joins_through_the_provider(world: World) {
        demanded(&world).await;
        let token = invite(&world.app, &world.tenant.owner, "ina@acme.example", Role::Pentester).await;
        let page = world.get(&format!("{}/accept-invitation?token={token}", world.app.base()), "").await;
        assert!(!page.text.contains("password"), "{}", page.text);
        let href = href_in(&page.text, "invitation=");
        let joined = world.log_in_at(world.connection, &href, None, |t| {
            t.claims["sub"] = json!("ina");
            t.claims["email"] = json!("another@address.example");
        }).await.assert_logged_in();
        let ina = world.viewer(&joined).await;
        assert_eq!((&ina["email"], &ina["roles"]), (&json!("ina@acme.example"), &json!(["PENTESTER"])));
        let used = world.get(&format!("{}/accept-invitation?token={token}", world.app.base()), "").await;
        assert!(!used.text.contains("invitation="), "a token that is no good tells nothing: {}", used.text);
        world.finish().await;
    }

    async fn a_company_is_found_by_name_and_by_domain_and_never_by_account(world: World) {
        for (company, is_known) in [("acme", true), ("owner@acme.example", true), ("nobody@acme.example", true), ("acme.example", false), ("rival", false), ("x@rival.example", false), ("", false), ("a@b@c", false)] {
            let shown = world.post("/log-in/company", "", &[("company", company), ("return_to", "/a?b=c")]).await;
            assert_eq!(shown.status, 200, "{company}");
            assert_eq!(shown.text.contains("Log in with Acme log-in"), is_known, "{company}: {}", shown.text);
            assert_eq!(shown.text.contains("role=\"alert\""), !is_known, "{company}");
            assert!(!is_known || shown.text.contains("returnTo=%2Fa%3Fb%3Dc"), "{}", shown.text);
        }
        let foreign = world.get(&format!("{}/log-in/link", world.app.base()), "").await;
        assert_eq!(foreign.status, 400, "nobody is logged in");
        world.finish().await;
    }
}

/// By password to the page that links: the cookie of that session, and where its button leads.
async fn link_on_the_pages(world: &World, form: &[(&str, &str)]) -> (String, String) {
    let shown = world.post("/log-in", "", form).await;
    assert_eq!(shown.status, 303, "{}", shown.text);
    assert_eq!(shown.location().unwrap().path(), "/log-in/link");
    let cookies = format!("__Host-xorb_session={}", shown.session().unwrap());
    let page = world
        .get(&format!("{}/log-in/link", world.app.base()), &cookies)
        .await;
    let (_, rest) = page.text.split_once("name=\"provider\" value=\"").unwrap();
    let provider = rest.split_once('"').unwrap().0;
    let shown = world
        .post("/log-in/link", &cookies, &[("provider", provider)])
        .await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    (cookies, href_in(&shown.text, "ticket="))
}

/// The address of the link that has this parameter.
fn href_in(html: &str, parameter: &str) -> String {
    let mut links = html
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    let link = links
        .find(|link| link.contains(parameter))
        .unwrap_or_else(|| panic!("no {parameter} in {html}"));
    link.replace("&amp;", "&")
}
