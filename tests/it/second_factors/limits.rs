//! How long sessions last: administration shorter than others, and what the tenant sets.

use super::fixture::{owner_email, tenant, with_cookie, with_token};
use crate::both_modes;
use crate::harness::TestApp;
use crate::identity::fixture::{PASSWORD, member, try_log_in};
use chrono::TimeDelta;
use xorb_domain::AppError;
use xorb_domain::identity::{
    Actor, CreateCustomRole, Role, UpdateAccessPolicy, UpdateUserCustomRoles, create_custom_role,
    revoke_all_sessions, revoke_other_sessions, update_access_policy, update_user_custom_roles,
};
use xorb_domain::secret::Secret;
use xorb_entities::identity::SessionDelivery;

async fn cookie(app: &TestApp, email: &str) -> Secret<String> {
    let grant = try_log_in(app, "acme", email, PASSWORD, SessionDelivery::Cookie).await;
    app.run_jobs().await;
    grant.unwrap().cookie.unwrap()
}

async fn lives(app: &TestApp, cookie: &Secret<String>) -> bool {
    match with_cookie(app, cookie).await {
        Ok(_) => true,
        Err(AppError::Unauthenticated) => false,
        Err(other) => panic!("{other:?}"),
    }
}

async fn set_idle(app: &TestApp, owner: &Actor, minutes: i32) {
    let input = UpdateAccessPolicy {
        second_factor: None,
        single_sign_on: None,
        session_idle_minutes: Some(minutes),
        expected_version: None,
    };
    update_access_policy(app.core(), owner, input)
        .await
        .unwrap();
}

both_modes! {
    async fn administration_is_idle_for_a_quarter_of_an_hour_at_most(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        member(app, &owner, "mia@acme.example", Role::Viewer).await;
        let (olga, mia) = (cookie(app, &owner_email("acme")).await, cookie(app, "mia@acme.example").await);
        app.clock.advance(TimeDelta::minutes(14));
        assert!(lives(app, &olga).await && lives(app, &mia).await);
        app.clock.advance(TimeDelta::minutes(15));
        assert!(!lives(app, &olga).await && lives(app, &mia).await);
        app.clock.advance(TimeDelta::minutes(30));
        assert!(!lives(app, &mia).await);
    }

    async fn administration_ends_after_eight_hours_and_others_after_twelve(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        member(app, &owner, "mia@acme.example", Role::Viewer).await;
        let (olga, mia) = (cookie(app, &owner_email("acme")).await, cookie(app, "mia@acme.example").await);
        let (mut lasted, mut both) = (0, 0);
        while lives(app, &mia).await {
            both += i32::from(lives(app, &olga).await);
            lasted += 1;
            app.clock.advance(TimeDelta::minutes(10));
        }
        assert_eq!((both, lasted), (8 * 6, 12 * 6));
    }

    async fn a_tenant_sets_how_long_its_people_may_be_idle(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        member(app, &owner, "mia@acme.example", Role::Viewer).await;
        set_idle(app, &owner, 60).await;
        let (olga, mia) = (cookie(app, &owner_email("acme")).await, cookie(app, "mia@acme.example").await);
        app.clock.advance(TimeDelta::minutes(59));
        assert!(!lives(app, &olga).await && lives(app, &mia).await);
        let olga = try_log_in(app, "acme", &owner_email("acme"), PASSWORD, SessionDelivery::Token).await.unwrap().actor;
        set_idle(app, &olga, 5).await;
        let mia = cookie(app, "mia@acme.example").await;
        app.clock.advance(TimeDelta::minutes(5));
        assert!(!lives(app, &mia).await);
    }

    async fn somebody_who_becomes_an_administrator_has_the_shorter_limit(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let session = cookie(app, "mia@acme.example").await;
        for _ in 0..50 {
            assert!(lives(app, &session).await);
            app.clock.advance(TimeDelta::minutes(10));
        }
        let tx = app.core().db.write(&mia.scope).await.unwrap();
        let sql = "UPDATE user_roles SET role = 'admin' WHERE tenant_id = $1 AND user_id = $2";
        tx.execute(sql, [tx.tenant_id().into(), mia.user_id.unwrap().into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!lives(app, &session).await, "nine hours are too long for an administrator");
    }

    async fn who_administers_by_a_role_of_the_tenants_own_has_the_shorter_limits_too(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let input = CreateCustomRole { name: "People".to_owned(), permissions: vec!["users:manage".to_owned()], idempotency_key: None };
        let role = create_custom_role(app.core(), &owner, input).await.unwrap();
        let input = UpdateUserCustomRoles { user_id: mia.user_id.unwrap(), role_ids: vec![role.id], expected_version: None };
        update_user_custom_roles(app.core(), &owner, input).await.unwrap();
        let session = cookie(app, "mia@acme.example").await;
        app.clock.advance(TimeDelta::minutes(15));
        assert!(!lives(app, &session).await);
    }

    async fn one_ends_all_other_sessions_or_all(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let others = [cookie(app, &owner_email("acme")).await, cookie(app, &owner_email("acme")).await];
        let actor = with_token(app, &owner).await.unwrap();
        assert_eq!(revoke_other_sessions(app.core(), &actor).await.unwrap(), 2);
        for cookie in &others {
            assert!(!lives(app, cookie).await);
        }
        assert!(with_token(app, &owner).await.is_ok());
        let mia = member(app, &owner.actor, "mia@acme.example", Role::Viewer).await;
        let refused = revoke_all_sessions(app.core(), &mia.actor, owner.actor.user_id).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
        assert_eq!(revoke_all_sessions(app.core(), &actor, mia.actor.user_id).await.unwrap(), 1);
        assert!(with_token(app, &mia).await.is_err());
        assert_eq!(revoke_all_sessions(app.core(), &actor, None).await.unwrap(), 1);
        assert!(with_token(app, &owner).await.is_err());
    }
}
