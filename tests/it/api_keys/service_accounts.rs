//! Accounts of programs: they have keys and no way to log in.

use super::fixture::{assert_unauthenticated, come, create, key_with, text};
use crate::both_modes;
use crate::harness::TestApp;
use crate::identity::fixture::{PASSWORD, member, reads, tenant, try_log_in, user_codes};
use xorb_domain::identity::{
    Actor, ActorKind, CreateApiKey, CreateServiceAccount, Role, UpdateUserRoles, User,
    create_service_account, deactivate_user, update_user_roles, users,
};
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::{SessionDelivery, UserKind};

async fn account(app: &TestApp, actor: &Actor, role: Role) -> Result<User, AppError> {
    let input = CreateServiceAccount {
        name: "Pipeline".to_owned(),
        roles: vec![role],
        idempotency_key: None,
    };
    create_service_account(app.core(), actor, input).await
}

fn key_of(account: &User, scopes: &[&str]) -> CreateApiKey {
    CreateApiKey {
        service_account_id: Some(account.id),
        ..key_with(scopes)
    }
}

both_modes! {
    async fn a_service_account_acts_by_its_keys_within_its_roles(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let pipeline = account(app, &owner, Role::Pentester).await.unwrap();
        let new = create(app, &owner, key_of(&pipeline, &["scans:start"])).await.unwrap();
        let actor = come(app, &text(&new), None).await.unwrap();
        assert_eq!((actor.kind, actor.user_id), (ActorKind::ServiceAccount, Some(pipeline.id)));
        let refused = create(app, &owner, key_of(&pipeline, &["users:manage"])).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput], "the owner may, the account may not");
        let listed = users(&reads(app, &owner), Page::first(10)).await.unwrap();
        let kinds: Vec<UserKind> = listed.items.iter().map(|(_, user)| user.kind).collect();
        // Of one instant: in no order.
        assert!(kinds.contains(&UserKind::ServiceAccount) && kinds.contains(&UserKind::Person));
        deactivate_user(app.core(), &owner, pipeline.id).await.unwrap();
        assert_unauthenticated(come(app, &text(&new), None).await);
        let refused = create(app, &owner, key_of(&pipeline, &["scans:start"])).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidState]);
        app.run_jobs().await;
    }

    async fn nobody_logs_in_as_a_service_account(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let pipeline = account(app, &owner, Role::Viewer).await.unwrap();
        for password in ["", PASSWORD] {
            let refused = try_log_in(app, "acme", &pipeline.email, password, SessionDelivery::Token).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        }
    }

    async fn a_service_account_is_never_an_owner_nor_above_its_maker(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let admin = member(app, &owner, "ada@acme.example", Role::Admin).await.actor;
        let viewer = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        assert_eq!(user_codes(account(app, &owner, Role::Owner).await), [UserErrorCode::OwnerOnly]);
        assert_eq!(user_codes(account(app, &admin, Role::PrivacyOfficer).await), [UserErrorCode::InvalidInput]);
        assert!(matches!(account(app, &viewer, Role::Viewer).await, Err(AppError::Forbidden(_))));
        let pipeline = account(app, &admin, Role::Viewer).await.unwrap();
        let raise = UpdateUserRoles { user_id: pipeline.id, roles: vec![Role::Owner], expected_version: None };
        let refused = update_user_roles(app.core(), &owner, raise).await;
        assert_eq!(user_codes(refused), [UserErrorCode::OwnerOnly]);
        let refused = create(app, &viewer, key_of(&pipeline, &["scans:read"])).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
    }

    async fn nobody_makes_keys_for_another_person(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let input = CreateApiKey { service_account_id: mia.user_id, ..key_with(&["scans:read"]) };
        assert_eq!(user_codes(create(app, &owner, input).await), [UserErrorCode::InvalidState]);
    }
}
