//! A key does what its scopes say, as far as its owner may do it at that very request.

use super::fixture::{come, create, key_with, text};
use crate::both_modes;
use crate::harness::user_error;
use crate::identity::fixture::{PASSWORD, has_event, member, tenant, user_codes};
use chrono::TimeDelta;
use xorb_domain::identity::{
    Actor, ChangePassword, CreateApiKey, InviteUser, Permission, Role, StepUp, UpdateUserRoles,
    change_password, invite_user, log_out, step_up, update_user_roles,
};
use xorb_domain::{AppError, UserErrorCode};

fn held(actor: &Actor) -> Vec<&'static str> {
    let held = Permission::ALL
        .iter()
        .filter(|permission| actor.holds(**permission));
    held.map(|permission| permission.as_str()).collect()
}

both_modes! {
    async fn a_key_does_no_more_than_its_scopes_and_its_owner_s_roles_of_now(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::SecurityAnalyst).await.actor;
        let new = create(app, &mia, key_with(&["scans:start", "scans:read"])).await.unwrap();
        assert_eq!(held(&come(app, &text(&new), None).await.unwrap()), ["scans:read", "scans:start"]);
        let demoted = UpdateUserRoles { user_id: mia.user_id.unwrap(), roles: vec![Role::Viewer], expected_version: None };
        update_user_roles(app.core(), &owner, demoted).await.unwrap();
        assert_eq!(held(&come(app, &text(&new), None).await.unwrap()), ["scans:read"], "on the next request");
        let refused = app.core().authorise(&come(app, &text(&new), None).await.unwrap(), Permission::ScansStart, None).await;
        assert!(matches!(refused, Err(AppError::Forbidden("scans:start"))));
        app.run_jobs().await;
    }

    async fn nobody_makes_a_key_that_may_do_more_than_they(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        for scopes in [&["scans:start"][..], &["scans:read", "users:manage"], &["everything"], &[], &["SCANS_READ"]] {
            let refused = user_error(create(app, &mia, key_with(scopes)).await);
            assert_eq!(refused, (UserErrorCode::InvalidInput, "input.scopes".to_owned()), "{scopes:?}");
        }
        app.run_jobs().await;
    }

    async fn what_a_key_is_asked_to_be_must_make_sense(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let now = app.core().clock.now();
        let good = key_with(&["scans:read"]);
        for (input, path) in [
            (CreateApiKey { name: " ".to_owned(), ..good.clone() }, "name"),
            (CreateApiKey { networks: vec!["192.0.2.1/24".to_owned()], ..good.clone() }, "networks"),
            (CreateApiKey { networks: vec!["everywhere".to_owned()], ..good.clone() }, "networks"),
            (CreateApiKey { networks: vec!["192.0.2.0/24".to_owned(); 21], ..good.clone() }, "networks"),
            (CreateApiKey { expires_at: Some(now), ..good.clone() }, "expiresAt"),
            (CreateApiKey { expires_at: Some(now + TimeDelta::days(367)), ..good.clone() }, "expiresAt"),
            (CreateApiKey { idempotency_key: Some(String::new()), ..good.clone() }, "idempotencyKey"),
        ] {
            assert_eq!(user_error(create(app, &owner, input).await), (UserErrorCode::InvalidInput, format!("input.{path}")));
        }
        let year = create(app, &owner, CreateApiKey { expires_at: Some(now + TimeDelta::days(365)), ..good.clone() }).await;
        assert!(year.is_ok());
        let usual = create(app, &owner, good).await.unwrap();
        assert_eq!(usual.key.expires_at, now + TimeDelta::days(90));
        app.run_jobs().await;
    }

    async fn a_key_never_does_what_needs_somebody_in_person(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let scopes = Permission::ALL.map(Permission::as_str);
        let new = create(app, &owner, key_with(&scopes)).await.unwrap();
        let program = come(app, &text(&new), None).await.unwrap();
        let change = ChangePassword { current_password: PASSWORD.into(), new_password: "harbour velvet thimble moss".into(), revoke_api_keys: false };
        let proof = StepUp::Password(PASSWORD.into());
        for refused in [
            change_password(app.core(), &program, change).await,
            step_up(app.core(), &program, proof).await.map(|_| ()),
            log_out(app.core(), &program).await,
            create(app, &program, key_with(&["scans:read"])).await.map(|_| ()),
        ] {
            assert_eq!(user_codes(refused), [UserErrorCode::SessionRequired]);
        }
        app.run_jobs().await;
    }

    async fn a_key_raises_nobody_above_itself(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let new = create(app, &owner, key_with(&["users:manage", "users:invite", "scans:read", "assets:read", "findings:read"])).await.unwrap();
        let program = come(app, &text(&new), None).await.unwrap();
        let set = async |role: Role| {
            let input = UpdateUserRoles { user_id: mia.user_id.unwrap(), roles: vec![role], expected_version: None };
            update_user_roles(app.core(), &program, input).await
        };
        assert_eq!(user_codes(set(Role::Owner).await), [UserErrorCode::OwnerOnly]);
        assert_eq!(user_codes(set(Role::Admin).await), [UserErrorCode::InvalidInput]);
        assert!(set(Role::Viewer).await.is_ok());
        let invite = |role: Role| InviteUser { email: "new@acme.example".to_owned(), roles: vec![role], idempotency_key: None };
        assert_eq!(user_codes(invite_user(app.core(), &program, invite(Role::Auditor)).await), [UserErrorCode::InvalidInput]);
        assert!(invite_user(app.core(), &program, invite(Role::Viewer)).await.is_ok());
        assert!(has_event(app, &owner, "user.invited", "success").await);
        app.run_jobs().await;
    }
}
