//! The people of a tenant, and that it always has an owner.

use super::fixture::{
    PASSWORD, has_event, member, reads, tenant, try_log_in, user_codes, with_token,
};
use crate::both_modes;
use crate::harness::{TestApp, assert_conflict};
use chrono::TimeDelta;
use uuid::Uuid;
use xorb_domain::identity::{
    Actor, Role, UpdateUserRoles, User, count_users, deactivate_user, update_user_roles, user,
    users,
};
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::{SessionDelivery, UserStatus};

async fn set_roles(
    app: &TestApp,
    actor: &Actor,
    user_id: Uuid,
    roles: &[Role],
) -> Result<User, AppError> {
    let input = UpdateUserRoles {
        user_id,
        roles: roles.to_vec(),
        expected_version: None,
    };
    update_user_roles(app.core(), actor, input).await
}

fn id(actor: &Actor) -> Uuid {
    actor.user_id.unwrap()
}

both_modes! {
    async fn the_last_owner_stays(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let refused = set_roles(app, &owner, id(&owner), &[Role::Admin]).await;
        assert_eq!(user_codes(refused), [UserErrorCode::LastOwner]);
        let refused = deactivate_user(app.core(), &owner, id(&owner)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::LastOwner]);
        let other = member(app, &owner, "mia@acme.example", Role::Owner).await.actor;
        set_roles(app, &owner, id(&owner), &[Role::Viewer]).await.unwrap();
        let refused = deactivate_user(app.core(), &other, id(&other)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::LastOwner]);
    }

    async fn roles_are_set_for_the_version_that_was_seen_and_by_one_of_two_at_once(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let seen = user(&reads(app, &owner), id(&mia)).await.unwrap().version;
        let set = async |role: Role, version: i32| {
            let (user_id, expected_version) = (id(&mia), Some(version));
            let input = UpdateUserRoles { user_id, roles: vec![role], expected_version };
            update_user_roles(app.core(), &owner, input).await
        };
        let (one, two) = tokio::join!(set(Role::Auditor, seen), set(Role::Pentester, seen));
        let (done, refused) = if one.is_ok() { (one, two) } else { (two, one) };
        assert_eq!(done.unwrap().version, seen + 1);
        assert_conflict(refused);
        assert_conflict(set(Role::Admin, seen).await);
        assert_eq!(set(Role::Admin, seen + 1).await.unwrap().roles, [Role::Admin]);
    }

    async fn two_owners_who_remove_each_other_at_once_leave_one(app: &TestApp) {
        let first = tenant(app, "acme").await.actor;
        let second = member(app, &first, "mia@acme.example", Role::Owner).await.actor;
        let (one, two) = tokio::join!(
            set_roles(app, &first, id(&second), &[Role::Viewer]),
            set_roles(app, &second, id(&first), &[Role::Viewer])
        );
        assert_eq!([&one, &two].iter().filter(|done| done.is_ok()).count(), 1);
        let loser = if one.is_ok() { two } else { one };
        assert_eq!(user_codes(loser), [UserErrorCode::LastOwner]);
    }

    async fn only_an_owner_touches_owners(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let admin = member(app, &owner, "ada@acme.example", Role::Admin).await.actor;
        let viewer = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        for refused in [
            set_roles(app, &admin, id(&viewer), &[Role::Owner]).await,
            set_roles(app, &admin, id(&admin), &[Role::Owner, Role::Admin]).await,
            set_roles(app, &admin, id(&owner), &[Role::Viewer]).await,
            deactivate_user(app.core(), &admin, id(&owner)).await,
        ] {
            assert_eq!(user_codes(refused), [UserErrorCode::OwnerOnly]);
        }
        let refused = set_roles(app, &viewer, id(&viewer), &[Role::Admin]).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
        let refused = set_roles(app, &owner, id(&viewer), &[]).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput]);
        assert!(set_roles(app, &admin, id(&viewer), &[Role::Auditor]).await.is_ok());
        assert!(has_event(app, &owner, "user.roles_updated", "success").await);
    }

    async fn a_deactivated_user_is_out_at_once_and_stays_out(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let grant = member(app, &owner, "mia@acme.example", Role::Viewer).await;
        let gone = deactivate_user(app.core(), &owner, id(&grant.actor)).await.unwrap();
        assert_eq!(gone.status, UserStatus::Deactivated);
        assert!(with_token(app, &grant).await.is_err());
        let again = try_log_in(app, "acme", "mia@acme.example", PASSWORD, SessionDelivery::Token).await;
        assert_eq!(user_codes(again), [UserErrorCode::InvalidCredentials]);
        assert!(deactivate_user(app.core(), &owner, id(&grant.actor)).await.is_ok(), "twice is fine");
        let refused = set_roles(app, &owner, id(&grant.actor), &[Role::Admin]).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidState]);
    }

    async fn another_tenant_s_user_does_not_exist(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let stranger = tenant(app, "other").await.actor;
        let is_not_found = |error: AppError| matches!(error, AppError::NotFound(_));
        assert!(is_not_found(set_roles(app, &stranger, id(&owner), &[Role::Viewer]).await.unwrap_err()));
        assert!(is_not_found(deactivate_user(app.core(), &stranger, id(&owner)).await.unwrap_err()));
        assert!(is_not_found(user(&reads(app, &stranger), id(&owner)).await.unwrap_err()));
        assert_eq!(count_users(&reads(app, &stranger)).await.unwrap(), 1);
    }

    async fn users_are_listed_newest_first_page_by_page(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        for name in ["a", "b"] {
            app.clock.advance(TimeDelta::seconds(1));
            member(app, &owner, &format!("{name}@acme.example"), Role::Viewer).await;
        }
        let reads = reads(app, &owner);
        let first = users(&reads, Page::first(2)).await.unwrap();
        let emails: Vec<&str> = first.items.iter().map(|(_, user)| user.email.as_str()).collect();
        assert_eq!(emails, ["b@acme.example", "a@acme.example"]);
        assert!(first.has_next);
        let after = first.items.last().map(|(position, _)| *position);
        let second = users(&reads, Page { first: 2, after }).await.unwrap();
        assert_eq!(second.items[0].1.email, "olga@acme.example");
        assert!(!second.has_next);
        assert_eq!(count_users(&reads).await.unwrap(), 3);
        let viewer = member(app, &owner, "c@acme.example", Role::Viewer).await.actor;
        let refused = users(&super::fixture::reads(app, &viewer), Page::first(1)).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
        assert!(user(&super::fixture::reads(app, &viewer), id(&viewer)).await.is_ok(), "oneself");
    }
}
