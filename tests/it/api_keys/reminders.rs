//! Mails before a key ends: twice, once each, to whom it concerns.

use super::fixture::{create, key_with};
use crate::both_modes;
use crate::harness::TestApp;
use crate::identity::fixture::{mails_to, member, owner_email, tenant};
use chrono::TimeDelta;
use futures_util::future::join_all;
use xorb_domain::identity::{
    CreateApiKey, CreateServiceAccount, Role, create_service_account, deactivate_user,
    remind_of_ending_keys, revoke_api_key,
};
use xorb_entities::ids::ApiKeyId;

/// How often this address was reminded of this key, by however many processes that look.
async fn reminded(app: &TestApp, email: &str, key: &str) -> usize {
    let looks = (0..4).map(|_| remind_of_ending_keys(app.core()));
    join_all(looks)
        .await
        .into_iter()
        .for_each(|sent| assert!(sent.is_ok()));
    app.run_jobs().await;
    let mails = mails_to(app, email);
    mails
        .iter()
        .filter(|mail| mail.contains("ends soon") && mail.contains(key))
        .count()
}

both_modes! {
    async fn a_person_is_reminded_14_and_3_days_before(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let key = create(app, &owner, key_with(&["scans:read"])).await.unwrap().key;
        let id = ApiKeyId::from(key.id).to_string();
        let email = owner_email("acme");
        app.clock.advance(TimeDelta::days(76) - TimeDelta::seconds(1));
        assert_eq!(reminded(app, &email, &id).await, 0);
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(reminded(app, &email, &id).await, 1);
        app.clock.advance(TimeDelta::days(10));
        assert_eq!(reminded(app, &email, &id).await, 1);
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(reminded(app, &email, &id).await, 2);
        app.clock.advance(TimeDelta::days(4));
        assert_eq!(reminded(app, &email, &id).await, 2, "it has ended");
    }

    async fn owners_are_reminded_of_service_accounts_and_nobody_of_what_is_over(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        let robot = CreateServiceAccount { name: "Pipeline".to_owned(), roles: vec![Role::Viewer], idempotency_key: None };
        let robot = create_service_account(app.core(), &owner, robot).await.unwrap();
        let soon = Some(app.core().clock.now() + TimeDelta::days(2));
        let short = || CreateApiKey { expires_at: soon, ..key_with(&["scans:read"]) };
        let of_robot = CreateApiKey { service_account_id: Some(robot.id), ..short() };
        let of_robot = create(app, &owner, of_robot).await.unwrap().key;
        let revoked = create(app, &owner, short()).await.unwrap().key;
        revoke_api_key(app.core(), &owner, revoked.id).await.unwrap();
        let of_mia = create(app, &mia, short()).await.unwrap().key;
        deactivate_user(app.core(), &owner, mia.user_id.unwrap()).await.unwrap();
        let email = owner_email("acme");
        let id = |key: &xorb_domain::identity::ApiKey| ApiKeyId::from(key.id).to_string();
        assert_eq!(reminded(app, &email, &id(&of_robot)).await, 1, "one of the two: it is late already");
        assert_eq!(reminded(app, &email, &id(&revoked)).await, 0);
        assert_eq!(reminded(app, "mia@acme.example", &id(&of_mia)).await, 0);
    }
}
