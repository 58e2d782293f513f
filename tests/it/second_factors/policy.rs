//! A tenant demands a second factor: who has none can enrol one, and nothing else.

use super::fixture::{by_code, challenge, enroll, enrolled, has_event, reads, tenant, user_codes};
use crate::api_keys::fixture::{create, key_with, text};
use crate::both_modes;
use crate::harness::{Client, TestApp};
use serde_json::json;
use xorb_domain::identity::{
    Actor, Permission, Role, UpdateAccessPolicy, access_policy, update_access_policy,
};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SecondFactorPolicy;

async fn demand(app: &TestApp, owner: &Actor, of: SecondFactorPolicy) -> Result<i32, AppError> {
    let input = UpdateAccessPolicy {
        second_factor: Some(of),
        single_sign_on: None,
        session_idle_minutes: None,
        expected_version: None,
    };
    let policy = update_access_policy(app.core(), owner, input).await?;
    Ok(policy.version)
}

const VIEWER: &str = "{ viewer { user { email } accessPolicy { secondFactor version } } }";

fn client(app: &TestApp, actor: &xorb_domain::identity::SessionGrant) -> Client {
    app.anonymous()
        .with_token(actor.access_token.as_ref().unwrap().expose())
}

both_modes! {
    async fn nobody_demands_what_they_have_not(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let refused = demand(app, &owner, SecondFactorPolicy::All).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidState]);
        enroll(app, &owner).await;
        assert_eq!(demand(app, &owner, SecondFactorPolicy::All).await.unwrap(), 1);
        assert_eq!(demand(app, &owner, SecondFactorPolicy::Administrators).await.unwrap(), 2);
        let known = access_policy(&reads(app, &owner)).await.unwrap();
        assert_eq!((known.second_factor, known.version), (SecondFactorPolicy::Administrators, 2));
        let stale = UpdateAccessPolicy { second_factor: None, single_sign_on: None, session_idle_minutes: Some(20), expected_version: Some(1) };
        assert!(matches!(update_access_policy(app.core(), &owner, stale).await, Err(AppError::Conflict(_))));
        for minutes in [i32::MIN, 0, 4, 61, i32::MAX] {
            let input = UpdateAccessPolicy { second_factor: None, single_sign_on: None, session_idle_minutes: Some(minutes), expected_version: None };
            let refused = update_access_policy(app.core(), &owner, input).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput], "{minutes}");
        }
        assert!(has_event(app, &owner, "access_policy.updated", "success").await);
    }

    async fn only_an_owner_may_demand(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        for role in Role::ALL {
            assert_eq!(Permission::AccessPolicyManage.is_held_by(role), role == Role::Owner, "{role}");
        }
        let admin = crate::identity::fixture::member(app, &owner, "adam@acme.example", Role::Admin).await.actor;
        let refused = demand(app, &admin, SecondFactorPolicy::Off).await;
        assert!(matches!(refused, Err(AppError::Forbidden(_))));
    }

    async fn who_has_none_can_enrol_one_and_nothing_else(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let member = crate::identity::fixture::member(app, &owner.actor, "mia@acme.example", Role::SecurityManager).await;
        let mia = client(app, &member);
        let scans = "{ scans(first: 1) { totalCount } }";
        assert!(mia.graphql(scans, json!({})).await.data("/scans").is_object());
        demand(app, &owner.actor, SecondFactorPolicy::Administrators).await.unwrap();
        assert!(mia.graphql(scans, json!({})).await.data("/scans").is_object(), "she is no administrator");
        demand(app, &owner.actor, SecondFactorPolicy::All).await.unwrap();
        let refused = mia.graphql(scans, json!({})).await;
        assert_eq!(refused.code(), Some("FORBIDDEN"));
        assert!(refused.body["errors"][0]["message"].as_str().unwrap().contains("enrollTotp"));
        let both = "{ viewer { user { email } } scans(first: 1) { totalCount } }";
        assert_eq!(mia.graphql(both, json!({})).await.code(), Some("FORBIDDEN"));
        assert_eq!(mia.graphql(VIEWER, json!({})).await.text("/viewer/accessPolicy/secondFactor"), "ALL");
        enroll(app, &member.actor).await;
        assert!(mia.graphql(scans, json!({})).await.data("/scans").is_object(), "at once");
    }

    async fn a_key_does_nothing_that_its_owners_log_in_would_not(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let mia = crate::identity::fixture::member(app, &owner.actor, "mia@acme.example", Role::SecurityManager).await.actor;
        let key = text(&create(app, &mia, key_with(&["scans:read"])).await.unwrap());
        let client = app.anonymous().with_token(&key);
        let scans = "{ scans(first: 1) { totalCount } }";
        demand(app, &owner.actor, SecondFactorPolicy::Administrators).await.unwrap();
        assert!(client.graphql(scans, json!({})).await.data("/scans").is_object());
        demand(app, &owner.actor, SecondFactorPolicy::All).await.unwrap();
        assert_eq!(client.graphql(scans, json!({})).await.code(), Some("FORBIDDEN"));
        enroll(app, &mia).await;
        assert!(client.graphql(scans, json!({})).await.data("/scans").is_object(), "at once");
    }

    async fn a_person_of_the_policy_is_asked_at_log_in(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        demand(app, &owner.actor, SecondFactorPolicy::All).await.unwrap();
        let asked = challenge(app, "acme").await;
        let grant = by_code(app, &asked, &owner.phone.next(app)).await.unwrap();
        let scans = client(app, &grant).graphql("{ scans(first: 1) { totalCount } }", json!({})).await;
        assert!(scans.data("/scans").is_object());
    }
}
