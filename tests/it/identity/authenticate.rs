//! What a request shows, and whom it makes.

use super::fixture::{
    PASSWORD, log_in_owner, member, owner_email, reads, request, tenant, try_log_in, with_cookie,
    with_token,
};
use crate::both_modes;
use crate::harness::TestApp;
use chrono::TimeDelta;
use xorb_domain::AppError;
use xorb_domain::crypto::rotate_signing_key;
use xorb_domain::identity::{
    Credentials, Role, SessionGrant, UpdateUserRoles, authenticate, count_viewer_sessions, log_out,
    reauthenticate, revoke_session, update_user_roles, viewer_sessions,
};
use xorb_domain::paging::Page;
use xorb_domain::secret::Secret;
use xorb_entities::identity::SessionDelivery;
use xorb_entities::tenants::SigningKeyPurpose;

fn is_refused<T>(result: &Result<T, AppError>) -> bool {
    matches!(result, Err(AppError::Unauthenticated))
}

async fn cookie_session(app: &TestApp) -> SessionGrant {
    let email = owner_email("acme");
    try_log_in(app, "acme", &email, PASSWORD, SessionDelivery::Cookie)
        .await
        .unwrap()
}

/// Of somebody who administers nothing.
async fn cookie_of_member(app: &TestApp) -> Secret<String> {
    let owner = tenant(app, "acme").await.actor;
    member(app, &owner, "mia@acme.example", Role::Viewer).await;
    let delivery = SessionDelivery::Cookie;
    let grant = try_log_in(app, "acme", "mia@acme.example", PASSWORD, delivery).await;
    grant.unwrap().cookie.unwrap()
}

both_modes! {
    async fn a_session_ends_when_it_is_not_used(app: &TestApp) {
        let cookie = cookie_of_member(app).await;
        for _ in 0..3 {
            app.clock.advance(TimeDelta::minutes(29));
            assert!(with_cookie(app, &cookie).await.is_ok(), "each use begins the idle time anew");
        }
        app.clock.advance(TimeDelta::minutes(30));
        assert!(is_refused(&with_cookie(app, &cookie).await));
    }

    async fn a_session_ends_after_twelve_hours_in_any_case(app: &TestApp) {
        let cookie = cookie_of_member(app).await;
        for _ in 0..47 {
            app.clock.advance(TimeDelta::minutes(15));
            assert!(with_cookie(app, &cookie).await.is_ok());
        }
        app.clock.advance(TimeDelta::minutes(15));
        assert!(is_refused(&with_cookie(app, &cookie).await));
    }

    async fn an_access_token_ends_after_five_minutes(app: &TestApp) {
        let grant = tenant(app, "acme").await;
        app.clock.advance(TimeDelta::minutes(5));
        assert!(with_token(app, &grant).await.is_ok(), "clocks may differ by ten seconds");
        app.clock.advance(TimeDelta::seconds(10));
        assert!(is_refused(&with_token(app, &grant).await));
    }

    async fn a_log_out_ends_token_and_cookie_at_once(app: &TestApp) {
        let grant = tenant(app, "acme").await;
        let cookie = cookie_session(app).await;
        log_out(app.core(), &grant.actor).await.unwrap();
        assert!(is_refused(&with_token(app, &grant).await));
        assert!(is_refused(&reauthenticate(app.core(), &grant.actor).await));
        let value = cookie.cookie.clone().unwrap();
        assert!(with_cookie(app, &value).await.is_ok(), "another session goes on");
        log_out(app.core(), &cookie.actor).await.unwrap();
        assert!(is_refused(&with_cookie(app, &value).await));
    }

    async fn what_is_no_credential_is_refused(app: &TestApp) {
        let grant = tenant(app, "acme").await;
        let cookie = cookie_session(app).await.cookie.unwrap();
        let huge = "a".repeat(1_000_000);
        let refresh = grant.refresh_token.clone().unwrap();
        let access = grant.access_token.clone().unwrap();
        for text in ["", "a.b.c", &huge, refresh.expose(), cookie.expose()] {
            let bearer = Credentials::Bearer(text.into());
            assert!(is_refused(&authenticate(app.core(), &bearer, &request()).await));
        }
        for text in ["", &huge, refresh.expose(), access.expose()] {
            assert!(is_refused(&with_cookie(app, &text.into()).await));
        }
    }

    async fn a_cookie_with_another_tenant_s_id_opens_nothing(app: &TestApp) {
        tenant(app, "acme").await;
        let other = tenant(app, "other").await;
        let cookie = cookie_session(app).await.cookie.unwrap();
        let foreign = xorb_domain::secret::Secret::from(other.refresh_token.unwrap().expose().as_str());
        let mixed = format!("{}{}", &foreign.expose()[..21], &cookie.expose()[21..]);
        assert!(is_refused(&with_cookie(app, &mixed.as_str().into()).await));
    }

    async fn a_role_counts_from_the_next_request_on(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let viewer = member(app, &owner.actor, "mia@acme.example", Role::Viewer).await;
        assert_eq!(with_token(app, &viewer).await.unwrap().roles, [Role::Viewer]);
        let input = UpdateUserRoles {
            user_id: viewer.actor.user_id.unwrap(),
            roles: vec![Role::Auditor, Role::Admin, Role::Admin],
            expected_version: None,
        };
        update_user_roles(app.core(), &owner.actor, input).await.unwrap();
        assert_eq!(with_token(app, &viewer).await.unwrap().roles, [Role::Admin, Role::Auditor]);
    }

    async fn one_s_own_sessions_are_listed_and_can_be_ended(app: &TestApp) {
        let first = tenant(app, "acme").await;
        app.clock.advance(TimeDelta::seconds(1));
        let second = log_in_owner(app, "acme").await;
        let reads = reads(app, &second.actor);
        let page = viewer_sessions(&reads, Page::first(1)).await.unwrap();
        assert_eq!(page.items[0].1.id, second.actor.session_id.unwrap());
        assert!(page.has_next);
        let next = Page { first: 1, after: Some(page.items[0].0) };
        let next = viewer_sessions(&reads, next).await.unwrap();
        assert_eq!(next.items[0].1.id, first.actor.session_id.unwrap());
        assert!(!next.has_next);
        reads.reset().await;
        revoke_session(app.core(), &second.actor, first.actor.session_id.unwrap()).await.unwrap();
        assert!(is_refused(&with_token(app, &first).await));
        assert_eq!(count_viewer_sessions(&reads).await.unwrap(), 1);
    }

    async fn somebody_else_s_session_needs_the_permission_and_the_same_tenant(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let viewer = member(app, &owner.actor, "mia@acme.example", Role::Viewer).await;
        let stranger = tenant(app, "other").await;
        let target = owner.actor.session_id.unwrap();
        let refused = revoke_session(app.core(), &viewer.actor, target).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
        let unknown = revoke_session(app.core(), &stranger.actor, target).await;
        assert!(matches!(unknown, Err(AppError::NotFound(_))), "{unknown:?}");
        assert!(with_token(app, &owner).await.is_ok());
        revoke_session(app.core(), &owner.actor, viewer.actor.session_id.unwrap()).await.unwrap();
        assert!(is_refused(&with_token(app, &viewer).await));
    }

    async fn tokens_of_a_key_that_has_just_retired_are_believed_until_they_end(app: &TestApp) {
        let old = tenant(app, "acme").await;
        let before = app.core().access_tokens.jwks().await.unwrap();
        let core = app.core();
        let early = rotate_signing_key(core, SigningKeyPurpose::AccessToken, false).await;
        assert!(matches!(early, Err(AppError::Conflict(_))), "{early:?}");
        rotate_signing_key(core, SigningKeyPurpose::AccessToken, true).await.unwrap();
        app.clock.advance(TimeDelta::minutes(5));
        let new = log_in_owner(app, "acme").await;
        assert!(with_token(app, &old).await.is_ok());
        assert!(with_token(app, &new).await.is_ok());
        let after = app.core().access_tokens.jwks().await.unwrap();
        let kids = |jwks: &serde_json::Value| -> Vec<String> {
            let keys = jwks["keys"].as_array().unwrap();
            keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!((kids(&before).len(), kids(&after).len()), (2, 3));
        assert!(kids(&before).iter().all(|kid| kids(&after).contains(kid)), "the next key was published before");
    }

    async fn a_key_that_was_put_into_the_table_without_the_master_key_is_not_believed(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let tx = app.core().db.write(&owner.actor.scope).await.unwrap();
        let sql = "INSERT INTO signing_keys (id, purpose, kid, public_key, wrapped_key, master_generation, state, created_at) \
                   VALUES ($1, 'access_token', 'forged', $2, $3, 1, 'active', $4)";
        let wrapped = [[1_u8, 0, 0, 0, 1].as_slice(), &[7; 60]].concat();
        let long_ago = tx.now() - TimeDelta::days(1);
        tx.execute(sql, [tx.new_id().into(), vec![7_u8; 32].into(), wrapped.into(), long_ago.into()]).await.unwrap();
        tx.commit().await.unwrap();
        app.clock.advance(TimeDelta::minutes(5));
        let jwks = app.core().access_tokens.jwks().await.unwrap();
        assert_eq!(jwks["keys"].as_array().unwrap().len(), 2);
        assert!(with_token(app, &log_in_owner(app, "acme").await).await.is_ok());
    }
}
