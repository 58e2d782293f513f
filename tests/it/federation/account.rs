//! Whose account a log-in leads to, and what a log-in can be for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use xorb_domain::identity::Role;
use xorb_domain::identity::deactivate_user;
use xorb_domain::identity::federation::{
    UpdateIdentityProvider, suspend_identity_provider, update_identity_provider,
};

use super::world::{OWNER_PASSWORD, World, draft};
use crate::harness::{Client, Mode};

/// A scenario of a world, in both modes.
macro_rules! both_modes_of {
    ($(async fn $name:ident($world:ident: World) $scenario:block)+) => {
        $(
            mod $name {
                use super::*;

                async fn run($world: World) $scenario

                #[tokio::test]
                async fn embedded() {
                    run(World::new(Mode::Embedded).await).await;
                }

                #[tokio::test]
                async fn distributed() {
                    run(World::new(Mode::Distributed).await).await;
                }
            }
        )+
    };
}

const LINK: &str = "mutation($input: LinkIdentityProviderInput!) { linkIdentityProvider(input: $input) { linkUri userErrors { code } } }";
const UNLINK: &str = "mutation($input: UnlinkIdentityProviderInput!) { unlinkIdentityProvider(input: $input) { userErrors { code } } }";
const STEP_UP: &str = "mutation($input: StepUpByIdentityProviderInput!) { stepUpByIdentityProvider(input: $input) { stepUpUri userErrors { code } } }";

fn public_id(world: &World) -> Value {
    json!({ "identityProviderId": xorb_entities::ids::IdentityProviderId::from(world.connection).to_string() })
}

/// The owner's session in a browser.
async fn owner_session(world: &World) -> String {
    let input = json!({ "tenantSlug": "acme", "email": "owner@acme.example", "password": OWNER_PASSWORD, "delivery": "COOKIE" });
    let client = Client::anonymous(&world.app.base());
    let query = "logIn(input: $input) { session { expiresAt } userErrors { code } }";
    let answer = client.mutate("LogInInput", query, input).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    let pair = cookie.split(';').next().unwrap();
    pair.split_once('=').unwrap().1.to_owned()
}

both_modes_of! {
    async fn somebody_new_gets_an_account_with_the_lowest_role(world: World) {
        let session = world.log_in(|_| {}).await.assert_logged_in();
        let mia = world.viewer(&session).await;
        assert_eq!(mia["email"], "mia@acme.example");
        assert_eq!(mia["roles"], json!(["VIEWER"]));
        assert_eq!(world.tenant.audited("user.provisioned", "success").await, 1);
        let again = world.log_in(|t| t.claims["email"] = json!("owner@acme.example")).await;
        let again = world.viewer(&again.assert_logged_in()).await;
        assert_eq!(again, mia, "an address never moves somebody to another account");
        world.finish().await;
    }

    async fn without_jit_nobody_is_made(world: World) {
        let off = UpdateIdentityProvider { provider_id: world.connection, jit_enabled: Some(false), ..Default::default() };
        update_identity_provider(&world.tenant.core, &world.tenant.owner, off).await.unwrap();
        assert_eq!(world.log_in(|_| {}).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("account_unknown"));
        world.finish().await;
    }

    async fn a_trusted_domain_counts_as_verified_and_others_do_not(world: World) {
        let trust = UpdateIdentityProvider { provider_id: world.connection, trusted_domains: Some(vec!["ACME.example".to_owned()]), ..Default::default() };
        update_identity_provider(&world.tenant.core, &world.tenant.owner, trust).await.unwrap();
        world.log_in(|t| t.claims["email_verified"] = json!(false)).await.assert_logged_in();
        let other = world.log_in(|t| { t.claims["sub"] = json!("eve"); t.claims["email"] = json!("eve@other.example"); }).await;
        assert_eq!(other.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("domain_not_verified"));
        world.finish().await;
    }

    async fn the_same_subject_at_another_connection_is_somebody_else(world: World) {
        world.log_in(|_| {}).await.assert_logged_in();
        let second = world.connect(draft(&world.provider.base())).await;
        let uri = world.start_uri(second);
        let shown = world.log_in_at(second, &uri, None, |_| {}).await;
        assert_eq!(shown.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("account_exists"));
        world.finish().await;
    }

    async fn a_state_works_once_and_only_at_its_own_connection(world: World) {
        let second = world.connect(draft(&world.provider.base())).await;
        world.provider.play(world.honest(world.connection));
        let begun = world.begin(&world.start_uri(world.connection)).await.ok().unwrap();
        let mut twist = world.honest(world.connection);
        twist.answer(&begun.state, begun.nonce.as_deref());
        let (query, target) = (twist.query.clone(), twist.redirect_uri.clone());
        world.provider.play(twist);
        let elsewhere = world.honest(second).redirect_uri;
        assert_eq!(world.come_back(&elsewhere, &query, Some(&begun.mark), None).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("state_of_other_connection"));
        assert_eq!(world.come_back(&target, &query, Some(&begun.mark), None).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("state_unknown"), "it was used up");
        let begun = world.begin(&world.start_uri(world.connection)).await.ok().unwrap();
        world.app.clock.advance(chrono::TimeDelta::minutes(10));
        let query = [("code".to_owned(), "x".to_owned()), ("state".to_owned(), begun.state)];
        assert_eq!(world.come_back(&target, &query, Some(&begun.mark), None).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("state_unknown"), "it has expired");
        world.finish().await;
    }

    async fn fifty_returns_at_once_open_one_session(world: World) {
        world.log_in(|_| {}).await.assert_logged_in();
        let before = world.inventory().await;
        world.provider.play(world.honest(world.connection));
        let begun = world.begin(&world.start_uri(world.connection)).await.ok().unwrap();
        let mut twist = world.honest(world.connection);
        twist.answer(&begun.state, begun.nonce.as_deref());
        let (query, target) = (twist.query.clone(), twist.redirect_uri.clone());
        world.provider.play(twist);
        let returns = (0..50).map(|_| world.come_back(&target, &query, Some(&begun.mark), None));
        let shown = futures_util::future::join_all(returns).await;
        assert_eq!(shown.iter().filter(|shown| shown.session().is_some()).count(), 1);
        assert_eq!(world.inventory().await[1], before[1] + 1);
        world.finish().await;
    }

    async fn somebody_deactivated_does_not_come_in(world: World) {
        let session = world.log_in(|_| {}).await.assert_logged_in();
        let id = world.viewer(&session).await["id"].as_str().unwrap().parse::<xorb_entities::ids::UserId>().unwrap();
        deactivate_user(&world.tenant.core, &world.tenant.owner, id.uuid()).await.unwrap();
        assert_eq!(world.log_in(|_| {}).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("account_deactivated"));
        world.finish().await;
    }

    async fn groups_give_roles_and_take_back_only_what_they_gave(world: World) {
        let roles = vec![("testers".to_owned(), Role::Pentester), ("bosses".to_owned(), Role::Admin)];
        let map = UpdateIdentityProvider { provider_id: world.connection, group_roles: Some(roles), ..Default::default() };
        update_identity_provider(&world.tenant.core, &world.tenant.owner, map).await.unwrap();
        let with = |groups: Value| move |t: &mut super::super::twist::Twist| t.claims["groups"] = groups.clone();
        let session = world.log_in(with(json!(["testers", "bosses", "owner"]))).await.assert_logged_in();
        assert_eq!(world.viewer(&session).await["roles"], json!(["ADMIN", "PENTESTER", "VIEWER"]));
        let less = world.log_in(with(json!(["testers"]))).await.assert_logged_in();
        assert_eq!(world.viewer(&less).await["roles"], json!(["PENTESTER", "VIEWER"]));
        assert!(world.viewer(&session).await.is_null(), "the older session had more");
        let silent = world.log_in(|_| {}).await.assert_logged_in();
        assert_eq!(world.viewer(&silent).await["roles"], json!(["PENTESTER", "VIEWER"]), "nothing was said");
        let none = world.log_in(with(json!([]))).await.assert_logged_in();
        assert_eq!(world.viewer(&none).await["roles"], json!(["VIEWER"]));
        let owner = vec![("bosses".to_owned(), Role::Owner)];
        let map = UpdateIdentityProvider { provider_id: world.connection, group_roles: Some(owner), ..Default::default() };
        let refused = update_identity_provider(&world.tenant.core, &world.tenant.owner, map).await;
        assert_eq!(crate::harness::user_error(refused).0, xorb_domain::UserErrorCode::OwnerOnly);
        world.finish().await;
    }

    async fn an_account_is_linked_by_whoever_is_logged_in_and_nobody_else(world: World) {
        let owner = owner_session(&world).await;
        let ask = || world.ask(&owner, LINK, public_id(&world));
        let uri = |answer: Value| answer["data"]["linkIdentityProvider"]["linkUri"].as_str().unwrap().to_owned();
        let as_owner = |t: &mut super::super::twist::Twist| { t.claims["sub"] = json!("the-owner"); t.claims["email"] = json!("owner@acme.example"); };

        let stolen = uri(ask().await);
        assert_eq!(world.log_in_at(world.connection, &stolen, None, as_owner).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("session_of_other"));
        let link = uri(ask().await);
        let linked = world.log_in_at(world.connection, &link, Some(&owner), as_owner).await;
        assert_eq!((linked.status, linked.session()), (303, None), "{:?}", world.reason().await);
        assert_eq!(world.log_in_at(world.connection, &link, Some(&owner), as_owner).await.status, 400, "a ticket works once");
        assert_eq!(world.tenant.audited("identity.linked", "success").await, 1);
        world.app.run_jobs().await;
        let mails = world.app.mails_to("owner@acme.example");
        assert!(mails.iter().any(|mail| mail.contains("Acme log-in")), "{mails:?}");

        let session = world.log_in(as_owner).await.assert_logged_in();
        assert_eq!(world.viewer(&session).await["roles"], json!(["OWNER"]));
        let mia = world.log_in(|_| {}).await.assert_logged_in();
        let taken = uri(world.ask(&mia, LINK, public_id(&world)).await);
        assert_eq!(world.log_in_at(world.connection, &taken, Some(&mia), as_owner).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("linked_to_other_account"));
        world.finish().await;
    }

    async fn a_linked_identity_is_seen_and_taken_off_again(world: World) {
        let owner = owner_session(&world).await;
        let as_owner = |t: &mut super::super::twist::Twist| { t.claims["sub"] = json!("the-owner"); t.claims["email"] = json!("owner@acme.example"); };
        let link = world.ask(&owner, LINK, public_id(&world)).await["data"]["linkIdentityProvider"]["linkUri"].as_str().unwrap().to_owned();
        world.log_in_at(world.connection, &link, Some(&owner), as_owner).await;
        let stolen = world.log_in(as_owner).await.assert_logged_in();
        let linked = |answer: Value| answer["data"]["viewer"]["linkedIdentities"].as_array().unwrap().len();
        let query = "{ viewer { linkedIdentities { identityProviderId identityProviderName linkedAt lastLoggedInAt } } }";
        assert_eq!(linked(world.ask(&owner, query, Value::Null).await), 1);
        let answer = world.ask(&owner, UNLINK, public_id(&world)).await;
        assert_eq!(answer["data"]["unlinkIdentityProvider"]["userErrors"], json!([]), "{answer}");
        assert!(world.viewer(&stolen).await.is_null(), "what came from there has ended");
        assert!(world.viewer(&owner).await.is_object());
        assert_eq!(linked(world.ask(&owner, query, Value::Null).await), 0);
        assert_eq!(world.log_in(as_owner).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("account_exists"));
        assert_eq!(world.tenant.audited("identity.unlinked", "success").await, 1);
        world.app.run_jobs().await;
        let mails = world.app.mails_to("owner@acme.example");
        assert!(mails.iter().any(|mail| mail.contains("has gone")), "{mails:?}");
        let again = world.ask(&owner, UNLINK, public_id(&world)).await;
        assert_eq!(again["errors"][0]["extensions"]["code"], "NOT_FOUND");

        let mia = world.log_in(|_| {}).await.assert_logged_in();
        let answer = world.ask(&mia, UNLINK, public_id(&world)).await;
        assert_eq!(answer["data"]["unlinkIdentityProvider"]["userErrors"][0]["code"], "INVALID_STATE", "her only way in");
        world.finish().await;
    }

    async fn a_fresh_log_in_at_the_provider_steps_up(world: World) {
        let session = world.log_in(|_| {}).await.assert_logged_in();
        world.app.clock.advance(chrono::TimeDelta::minutes(12));
        let ask = || async {
            let answer = world.ask(&session, STEP_UP, public_id(&world)).await;
            answer["data"]["stepUpByIdentityProvider"]["stepUpUri"].as_str().unwrap().to_owned()
        };
        for (auth_time, reason) in [(None, "auth_time_missing"), (Some(-3_600), "auth_time_too_old"), (Some(3_600), "auth_time_too_old")] {
            let uri = ask().await;
            let shown = world.log_in_at(world.connection, &uri, Some(&session), |t| {
                t.claims.as_object_mut().unwrap().remove("auth_time");
                if let Some(offset) = auth_time { t.claims["auth_time"] = json!(t.now + offset); }
            }).await;
            assert_eq!(shown.status, 400);
            assert_eq!(world.reason().await.as_deref(), Some(reason));
        }
        let uri = ask().await;
        let other = world.log_in_at(world.connection, &uri, Some(&session), |t| {
            t.claims["auth_time"] = json!(t.now);
            t.claims["sub"] = json!("somebody-else");
        }).await;
        assert_eq!(other.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("other_person"));
        let uri = ask().await;
        let fresh = world.log_in_at(world.connection, &uri, Some(&session), |t| t.claims["auth_time"] = json!(t.now)).await;
        let renewed = fresh.assert_logged_in();
        assert_ne!(renewed, session);
        assert_eq!(world.viewer(&renewed).await["displayName"], "Mia");
        assert!(world.viewer(&session).await.is_null(), "the cookie is a new one");
        world.finish().await;
    }

    async fn a_log_in_is_as_fresh_a_proof_as_the_provider_says(world: World) {
        for (auth_time, is_fresh) in [(json!(-60), true), (json!(30), true), (json!(-601), false), (json!(-86_000), false), (json!(7_200), false), (Value::Null, false)] {
            let session = world.log_in(|t| {
                t.claims.as_object_mut().unwrap().remove("auth_time");
                if let Some(offset) = auth_time.as_i64() { t.claims["auth_time"] = json!(t.now + offset); }
            }).await.assert_logged_in();
            let answer = world.ask(&session, LINK, public_id(&world)).await;
            let codes = &answer["data"]["linkIdentityProvider"]["userErrors"];
            let expected = if is_fresh { json!([]) } else { json!([{ "code": "STEP_UP_REQUIRED" }]) };
            assert_eq!(*codes, expected, "{auth_time}: {answer}");
        }
        world.finish().await;
    }

    async fn a_program_is_as_fresh_as_the_browser_that_logged_in_for_it(world: World) {
        let verifier = "a-verifier-of-the-program-that-nobody-guesses";
        let challenge = BASE64URL.encode(digest(&SHA256, verifier.as_bytes()));
        let uri = format!("{}?delivery=token&challenge={challenge}&returnTo=/done", world.start_uri(world.connection));
        let client = Client::anonymous(&world.app.base());
        for (auth_time, is_fresh) in [(-60, true), (-3_600, false)] {
            let back = world.log_in_at(world.connection, &uri, None, |t| t.claims["auth_time"] = json!(t.now + auth_time)).await;
            let location = back.location().unwrap();
            let code = location.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
            let query = "redeemLogInCode(input: $input) { session { accessToken } userErrors { code } }";
            let redeemed = client.mutate("RedeemLogInCodeInput", query, json!({ "code": code, "verifier": verifier })).await;
            let token = redeemed.text("/redeemLogInCode/session/accessToken");
            let query = "linkIdentityProvider(input: $input) { userErrors { code } }";
            let asked = client.with_token(&token).mutate("LinkIdentityProviderInput", query, public_id(&world)).await;
            assert_eq!(asked.user_error(), (!is_fresh).then_some("STEP_UP_REQUIRED"), "{auth_time}");
        }
        world.finish().await;
    }

    async fn a_program_redeems_a_code_with_its_verifier_once(world: World) {
        let verifier = "a-verifier-of-the-program-that-nobody-guesses";
        let challenge = BASE64URL.encode(digest(&SHA256, verifier.as_bytes()));
        let uri = format!("{}?delivery=token&challenge={challenge}&returnTo=/done", world.start_uri(world.connection));
        let redeem = |code: String, verifier: &'static str| async move {
            let query = "redeemLogInCode(input: $input) { session { accessToken } userErrors { code } }";
            (code, verifier, query)
        };
        let client = Client::anonymous(&world.app.base());
        for (shown, works) in [("another verifier", false), (verifier, true)] {
            let back = world.log_in_at(world.connection, &uri, None, |_| {}).await;
            assert_eq!((back.status, back.session()), (303, None), "{:?}", world.reason().await);
            let location = back.location().unwrap();
            assert_eq!(location.path(), "/done");
            let code = location.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
            let (code, shown, query) = redeem(code, shown).await;
            let input = json!({ "code": code, "verifier": shown });
            let first = client.mutate("RedeemLogInCodeInput", query, input.clone()).await;
            assert_eq!(first.user_error().is_none(), works, "{first:?}");
            let input = json!({ "code": code, "verifier": verifier });
            let second = client.mutate("RedeemLogInCodeInput", query, input).await;
            assert_eq!(second.user_error(), Some("INVALID_TOKEN"), "a code works once");
            if works {
                let token = first.text("/redeemLogInCode/session/accessToken");
                let viewer = client.with_token(&token).graphql("{ viewer { user { displayName } } }", json!({})).await;
                assert_eq!(viewer.text("/viewer/user/displayName"), "Mia");
            }
        }
        world.finish().await;
    }

    async fn a_test_of_an_active_connection_moves_nothing(world: World) {
        world.provider.play(world.honest(world.connection));
        let begun = world.begin(&world.start_uri(world.connection)).await.ok().unwrap();
        assert_eq!(world.test(world.connection, |_| {}).await.status, 200);
        let mut twist = world.honest(world.connection);
        twist.answer(&begun.state, begun.nonce.as_deref());
        let (query, target) = (twist.query.clone(), twist.redirect_uri.clone());
        world.provider.play(twist);
        world.come_back(&target, &query, Some(&begun.mark), None).await.assert_logged_in();
        world.app.clock.advance(chrono::TimeDelta::minutes(11));
        let moved = world.test(world.connection, |t| t.discovery["token_endpoint"] = json!("http://127.0.0.2:9/token")).await;
        assert_eq!(moved.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("endpoints_changed"));
        world.finish().await;
    }

    async fn a_suspended_connection_lets_nobody_in(world: World) {
        suspend_identity_provider(&world.tenant.core, &world.tenant.owner, world.connection).await.unwrap();
        assert_eq!(world.log_in(|_| {}).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("connection_not_active"));
        world.finish().await;
    }

    async fn endpoints_on_another_host_suspend_the_connection(world: World) {
        world.log_in(|_| {}).await.assert_logged_in();
        world.app.clock.advance(chrono::TimeDelta::minutes(11));
        let moved = world.log_in(|t| t.discovery["token_endpoint"] = json!("http://127.0.0.2:9/token")).await;
        assert_eq!(moved.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("endpoints_changed"));
        assert_eq!(world.log_in(|_| {}).await.status, 400);
        assert_eq!(world.reason().await.as_deref(), Some("connection_not_active"));
        world.finish().await;
    }
}
