//! A key is shown once, stored as a hash, and dead at once when anything that it depends on ends.

use super::fixture::{assert_unauthenticated, come, create, key_with, text};
use crate::both_modes;
use crate::harness::{Tenant, user_error};
use crate::identity::fixture::{
    PASSWORD, has_event, mails_to, member, owner_email, request, tenant, user_codes,
};
use chrono::TimeDelta;
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{
    ApiKey, ChangePassword, CreateApiKey, RequestPasswordReset, ResetPassword, Role, RotateApiKey,
    change_password, deactivate_user, is_use_due, note_key_use, request_password_reset,
    reset_password, revoke_api_key, rotate_api_key,
};
use xorb_entities::ids::ApiKeyId;

fn rotate(key: &ApiKey, overlap_hours: Option<i32>) -> RotateApiKey {
    RotateApiKey {
        api_key_id: key.id,
        overlap_hours,
        expires_at: None,
        idempotency_key: None,
    }
}

both_modes! {
    async fn a_key_is_shown_once_and_nothing_that_is_stored_opens_anything(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let input = CreateApiKey { idempotency_key: Some("one".to_owned()), ..key_with(&["scans:read"]) };
        let new = create(app, &owner, input.clone()).await.unwrap();
        let shown = text(&new);
        assert!(shown.starts_with(&new.key.prefix()), "{shown}");
        let again = create(app, &owner, input).await.unwrap();
        assert_eq!(again.key.id, new.key.id);
        assert!(again.secret.is_none(), "never shown again");

        let tx = app.core().db.read(&owner.scope).await.unwrap();
        let sql = "SELECT secret_hash FROM api_keys WHERE tenant_id = $1";
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        let hash: Vec<u8> = rows[0].try_get("", "secret_hash").unwrap();
        drop(tx);
        assert_eq!((rows.len(), hash.len()), (1, 32));
        let secret = shown.split('_').nth(2).unwrap();
        for other in [secret, &hex::encode(&hash), &new.key.prefix(), &shown.to_uppercase(), &shown[..118]] {
            assert_unauthenticated(come(app, other, None).await);
        }
        let actor = come(app, &shown, None).await.unwrap();
        assert_eq!(actor.user_id, owner.user_id);
        app.run_jobs().await;
    }

    async fn a_key_of_another_secret_or_tenant_opens_nothing(app: &TestApp) {
        let ours = tenant(app, "acme").await.actor;
        let theirs = tenant(app, "rival").await.actor;
        let our_key = text(&create(app, &ours, key_with(&["scans:read"])).await.unwrap());
        let their_key = text(&create(app, &theirs, key_with(&["scans:read"])).await.unwrap());
        let [ours, theirs] = [&our_key, &their_key].map(|key| key.split('_').collect::<Vec<_>>());
        let crossed = [[ours[1], theirs[2]], [theirs[1], ours[2]]];
        for [id, secret] in crossed {
            let body = format!("xorb_{id}_{secret}");
            let digest = xorb_domain::crypto::sha256(body.as_bytes());
            assert_unauthenticated(come(app, &format!("{body}_{}", hex::encode(&digest[..4])), None).await);
        }
        app.run_jobs().await;
    }

    async fn a_key_ends_when_it_is_revoked_expires_or_its_owner_goes(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::SecurityAnalyst).await.actor;
        let revoked = create(app, &mia, key_with(&["scans:read"])).await.unwrap();
        let expiring = CreateApiKey { expires_at: Some(app.core().clock.now() + TimeDelta::minutes(5)), ..key_with(&["scans:read"]) };
        let expiring = create(app, &mia, expiring).await.unwrap();
        let kept = create(app, &mia, key_with(&["scans:read"])).await.unwrap();
        for key in [&revoked, &expiring, &kept] {
            assert!(come(app, &text(key), None).await.is_ok());
        }
        revoke_api_key(app.core(), &owner, revoked.key.id).await.unwrap();
        assert_unauthenticated(come(app, &text(&revoked), None).await);
        assert!(revoke_api_key(app.core(), &mia, revoked.key.id).await.is_ok(), "twice is fine");
        app.clock.advance(TimeDelta::minutes(5));
        assert_unauthenticated(come(app, &text(&expiring), None).await);
        deactivate_user(app.core(), &owner, mia.user_id.unwrap()).await.unwrap();
        assert_unauthenticated(come(app, &text(&kept), None).await);
        app.run_jobs().await;
    }

    async fn a_key_may_end_itself_and_no_other(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let found = create(app, &owner, key_with(&["scans:read"])).await.unwrap();
        let other = create(app, &owner, key_with(&["api_keys:manage"])).await.unwrap();
        let program = come(app, &text(&found), None).await.unwrap();
        let refused = revoke_api_key(app.core(), &program, other.key.id).await;
        assert_eq!(user_codes(refused), [UserErrorCode::SessionRequired]);
        revoke_api_key(app.core(), &program, found.key.id).await.unwrap();
        assert_unauthenticated(come(app, &text(&found), None).await);
        assert!(come(app, &text(&other), None).await.is_ok());
        app.run_jobs().await;
    }

    async fn a_rotated_key_works_beside_the_new_one_until_the_overlap_ends(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let old = create(app, &owner, key_with(&["scans:read", "assets:read"])).await.unwrap();
        let new = rotate_api_key(app.core(), &owner, rotate(&old.key, Some(2))).await.unwrap();
        assert_eq!((&new.key.name, &new.key.scopes), (&old.key.name, &old.key.scopes));
        assert_ne!(text(&new), text(&old));
        app.clock.advance(TimeDelta::minutes(119));
        for key in [&old, &new] {
            assert!(come(app, &text(key), None).await.is_ok());
        }
        app.clock.advance(TimeDelta::minutes(1));
        assert_unauthenticated(come(app, &text(&old), None).await);
        assert!(come(app, &text(&new), None).await.is_ok());
        app.run_jobs().await;
    }

    async fn an_overlap_of_zero_ends_the_old_key_at_once(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let old = create(app, &owner, key_with(&["scans:read"])).await.unwrap();
        rotate_api_key(app.core(), &owner, rotate(&old.key, Some(0))).await.unwrap();
        assert_unauthenticated(come(app, &text(&old), None).await);
        let refused = rotate_api_key(app.core(), &owner, rotate(&old.key, None)).await;
        assert_eq!(user_error(refused), (UserErrorCode::InvalidState, "input.apiKeyId".to_owned()));
        app.run_jobs().await;
    }

    async fn a_key_works_from_its_networks_only(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let networks = ["192.0.2.0/24".to_owned(), "2001:db8::/32".to_owned()].to_vec();
        let new = create(app, &owner, CreateApiKey { networks, ..key_with(&["scans:read"]) }).await.unwrap();
        for inside in ["192.0.2.9", "::ffff:192.0.2.9", "2001:db8:1::1"] {
            assert!(come(app, &text(&new), Some(inside)).await.is_ok(), "{inside}");
        }
        for outside in ["198.51.100.1", "2001:db9::1", "::192.0.2.9"] {
            assert_unauthenticated(come(app, &text(&new), Some(outside)).await);
        }
        assert_unauthenticated(come(app, &text(&new), None).await);
        app.run_jobs().await;
    }

    async fn the_last_use_is_written_at_most_once_a_minute(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let new = create(app, &tenant.owner, key_with(&["scans:read"])).await.unwrap();
        let use_it = async || {
            let actor = come(app, &text(&new), None).await.unwrap();
            let grant = actor.api_key.unwrap();
            let is_due = is_use_due(app.core(), &grant);
            if is_due {
                note_key_use(app.core(), actor.scope, &grant).await;
            }
            (is_due, grant.last_used_at)
        };
        let first = app.core().clock.now();
        assert_eq!(use_it().await, (true, None));
        app.clock.advance(TimeDelta::seconds(59));
        assert_eq!(use_it().await, (false, Some(first)));
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(use_it().await, (true, Some(first)));
        assert_eq!(use_it().await, (false, Some(first + TimeDelta::minutes(1))));
        app.run_jobs().await;
    }

    async fn keys_need_a_fresh_proof_and_outlive_a_changed_password(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let new = create(app, &owner, key_with(&["scans:read"])).await.unwrap();
        let change = ChangePassword { current_password: PASSWORD.into(), new_password: "harbour velvet thimble moss".into(), revoke_api_keys: false };
        change_password(app.core(), &owner, change).await.unwrap();
        assert!(come(app, &text(&new), None).await.is_ok(), "a program is not logged out by it");
        app.clock.advance(TimeDelta::minutes(11));
        let refused = create(app, &owner, key_with(&["scans:read"])).await;
        assert_eq!(user_codes(refused), [UserErrorCode::StepUpRequired]);
        let refused = rotate_api_key(app.core(), &owner, rotate(&new.key, None)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::StepUpRequired]);
        app.run_jobs().await;
    }

    async fn a_new_password_takes_the_keys_along_if_that_is_wanted(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let new = create(app, &owner, key_with(&["scans:read"])).await.unwrap();
        let id = ApiKeyId::from(new.key.id).to_string();
        let change = |old: &str, new: &str, revoke_api_keys| ChangePassword {
            current_password: old.into(),
            new_password: new.into(),
            revoke_api_keys,
        };
        let said = |words: &str| {
            let mails = mails_to(app, &owner_email("acme"));
            mails.iter().any(|mail| mail.contains(words) && mail.contains(&id))
        };
        change_password(app.core(), &owner, change(PASSWORD, "harbour velvet thimble moss", false)).await.unwrap();
        app.run_jobs().await;
        assert!(said("go on working") && come(app, &text(&new), None).await.is_ok());
        change_password(app.core(), &owner, change("harbour velvet thimble moss", PASSWORD, true)).await.unwrap();
        app.run_jobs().await;
        assert!(said("were revoked"));
        assert_unauthenticated(come(app, &text(&new), None).await);
        assert!(has_event(app, &owner, "api_key.revoked", "success").await);
    }

    async fn a_reset_takes_the_keys_along_if_that_is_wanted(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let new = create(app, &owner, key_with(&["scans:read"])).await.unwrap();
        for (password, revoke_api_keys) in [("harbour velvet thimble moss", false), ("copper meadow thistle ferry", true)] {
            let asked = RequestPasswordReset { tenant_slug: "acme".to_owned(), email: owner_email("acme") };
            request_password_reset(app.core(), &request(), asked).await.unwrap();
            app.run_jobs().await;
            let mails = mails_to(app, &owner_email("acme"));
            let links = mails.iter().flat_map(|mail| mail.lines()).filter_map(|line| line.split_once("/reset-password?token="));
            let mut done = 0;
            for (_, token) in links {
                let token = token.split('&').next().unwrap().into();
                let input = ResetPassword { token, new_password: password.into(), revoke_api_keys };
                done += usize::from(reset_password(app.core(), &request(), input).await.is_ok());
            }
            assert_eq!(done, 1);
            assert_eq!(come(app, &text(&new), None).await.is_ok(), !revoke_api_keys);
        }
        app.run_jobs().await;
    }
}
