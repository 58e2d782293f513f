//! Roles of the tenant's own: they add to the shipped ones, never above whoever makes or gives them.

use super::fixture::{member, reads, request, tenant, user_codes};
use crate::api_keys::fixture::{come, create, key_with, text};
use crate::both_modes;
use crate::harness::{TestApp, assert_conflict};
use uuid::Uuid;
use xorb_domain::identity::{
    Actor, CreateCustomRole, CustomRole, Permission, Role, UpdateCustomRole, UpdateUserCustomRoles,
    User, create_custom_role, custom_roles, delete_custom_role, load_custom_roles, reauthenticate,
    update_custom_role, update_user_custom_roles,
};
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};

async fn make(
    app: &TestApp,
    actor: &Actor,
    name: &str,
    permissions: &[&str],
) -> Result<CustomRole, AppError> {
    let input = CreateCustomRole {
        name: name.to_owned(),
        permissions: permissions.iter().map(|one| (*one).to_owned()).collect(),
        idempotency_key: None,
    };
    create_custom_role(app.core(), actor, input).await
}

async fn give(
    app: &TestApp,
    actor: &Actor,
    user: &Actor,
    roles: &[Uuid],
) -> Result<User, AppError> {
    let input = UpdateUserCustomRoles {
        user_id: user.user_id.unwrap(),
        role_ids: roles.to_vec(),
        expected_version: None,
    };
    update_user_custom_roles(app.core(), actor, input).await
}

/// The actor as of now.
async fn now(app: &TestApp, actor: &Actor) -> Actor {
    let actor = Actor {
        request: request(),
        ..actor.clone()
    };
    reauthenticate(app.core(), &actor).await.unwrap()
}

both_modes! {
    async fn a_role_of_one_s_own_counts_from_the_next_request_until_it_is_taken(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let starter = make(app, &owner, "Starter", &["scans:start", "scans:cancel"]).await.unwrap();
        assert!(!now(app, &mia).await.holds(Permission::ScansStart));
        give(app, &owner, &mia, &[starter.id]).await.unwrap();
        let with = now(app, &mia).await;
        assert!(with.holds(Permission::ScansStart) && with.holds(Permission::ScansRead), "beside the shipped one");
        let key = text(&create(app, &with, key_with(&["scans:start"])).await.unwrap());
        assert!(come(app, &key, None).await.unwrap().holds(Permission::ScansStart));

        let narrower = UpdateCustomRole {
            role_id: starter.id,
            name: "Canceller".to_owned(),
            permissions: vec!["scans:cancel".to_owned()],
            expected_version: Some(starter.version),
        };
        update_custom_role(app.core(), &owner, narrower.clone()).await.unwrap();
        assert_conflict(update_custom_role(app.core(), &owner, narrower).await);
        assert!(!now(app, &mia).await.holds(Permission::ScansStart));
        assert!(!come(app, &key, None).await.unwrap().holds(Permission::ScansStart), "nor its keys");
        delete_custom_role(app.core(), &owner, starter.id).await.unwrap();
        assert!(!now(app, &mia).await.holds(Permission::ScansCancel));
        app.run_jobs().await;
    }

    async fn nobody_makes_or_gives_more_than_they_may(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let admin = member(app, &owner, "ada@acme.example", Role::Admin).await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let refused = make(app, &admin, "Officer", &["privacy:manage"]).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput]);
        let officer = make(app, &owner, "Officer", &["privacy:manage"]).await.unwrap();
        for refused in [
            give(app, &admin, &mia, &[officer.id]).await.map(|_| ()),
            delete_custom_role(app.core(), &admin, officer.id).await.map(|_| ()),
        ] {
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput]);
        }
        give(app, &owner, &mia, &[officer.id]).await.unwrap();
        let refused = give(app, &admin, &mia, &[]).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput], "nor takes it away");
        assert!(matches!(make(app, &mia, "Mine", &["scans:read"]).await, Err(AppError::Forbidden(_))));
    }

    async fn a_role_has_a_name_of_its_own_and_permissions_that_exist(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        make(app, &owner, "Reader", &["scans:read", "scans:read"]).await.unwrap();
        assert_eq!(user_codes(make(app, &owner, "Reader", &["assets:read"]).await), [UserErrorCode::Taken]);
        for (name, permissions) in [("", &["scans:read"][..]), ("Other", &[]), ("Other", &["everything"])] {
            assert_eq!(user_codes(make(app, &owner, name, permissions).await), [UserErrorCode::InvalidInput]);
        }
        let other = tenant(app, "rival").await.actor;
        assert!(make(app, &other, "Reader", &["scans:read"]).await.is_ok(), "each tenant has its own");
        let listed = custom_roles(&reads(app, &owner), Page::first(10)).await.unwrap();
        assert_eq!(listed.items.len(), 1);
        assert_eq!(listed.items[0].1.permissions, [Permission::ScansRead]);
    }

    async fn another_tenant_s_roles_and_users_do_not_exist(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let stranger = tenant(app, "rival").await.actor;
        let ours = make(app, &owner, "Reader", &["scans:read"]).await.unwrap();
        let theirs = make(app, &stranger, "Reader", &["scans:read"]).await.unwrap();
        for refused in [give(app, &stranger, &owner, &[theirs.id]).await, give(app, &stranger, &stranger, &[ours.id]).await] {
            assert!(matches!(refused, Err(AppError::NotFound(_))));
        }
        let ids = [owner.user_id.unwrap(), stranger.user_id.unwrap()];
        assert!(load_custom_roles(&reads(app, &owner), &ids).await.unwrap().is_empty());
    }
}
