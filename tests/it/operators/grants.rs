//! Grants for support: who gives them, who consents, who takes them back.

use super::fixture::{actions, grant_for, owner_email, reads, tenant, user_codes};
use crate::both_realms;
use crate::identity::fixture::{is_told, member};
use chrono::TimeDelta;
use xorb_domain::identity::support_access::{
    GrantSupportAccess, SupportGrantState, consent_to_support_access, grant_support_access,
    revoke_support_access, support_access_grants,
};
use xorb_domain::identity::{Actor, Role};
use xorb_domain::paging::Page;
use xorb_domain::{AppError, UserErrorCode};

const MIA: &str = "mia@acme.example";
const ADA: &str = "ada@acme.example";

fn input(person: &Actor, reason: &str, hours: i32) -> GrantSupportAccess {
    GrantSupportAccess {
        user_id: person.user_id.unwrap(),
        reason: reason.to_owned(),
        hours,
        idempotency_key: None,
    }
}

both_realms! {
    async fn for_oneself_a_grant_counts_at_once(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let grant = grant_for(app, &owner, &owner).await.unwrap();
        assert_eq!(grant.state, SupportGrantState::Active);
        assert!(is_told(app, &owner_email("acme"), "act in your name"));
        for scope in [owner.scope, app.core().platform()] {
            assert!(actions(app, &scope).await.contains(&"support_access.granted".to_owned()));
        }
        app.clock.advance(TimeDelta::hours(24));
        let listed = crate::identity::fixture::log_in_owner(app, "acme").await.actor;
        let shown = support_access_grants(&reads(app, &listed), &Page::first(9)).await.unwrap();
        assert_eq!(shown.items[0].1.state, SupportGrantState::Expired);
    }

    async fn somebody_else_must_consent_and_nobody_can_for_them(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, MIA, Role::Viewer).await.actor;
        let grant = grant_for(app, &owner, &mia).await.unwrap();
        assert_eq!(grant.state, SupportGrantState::WaitingForConsent);
        assert!(is_told(app, MIA, "consentToSupportAccess"));
        assert!(is_told(app, &owner_email("acme"), "the name of Mia Member"));
        let not_theirs = consent_to_support_access(app.core(), &owner, grant.id).await;
        assert!(matches!(not_theirs, Err(AppError::NotFound(_))));
        let stranger = tenant(app, "rival").await.actor;
        for refused in [
            consent_to_support_access(app.core(), &stranger, grant.id).await,
            revoke_support_access(app.core(), &stranger, grant.id).await,
        ] {
            assert!(matches!(refused, Err(AppError::NotFound(_))));
        }
        for _ in 0..2 {
            let grant = consent_to_support_access(app.core(), &mia, grant.id).await.unwrap();
            assert_eq!(grant.state, SupportGrantState::Active);
        }
        app.run_jobs().await;
        let shown = support_access_grants(&reads(app, &mia), &Page::first(9)).await.unwrap();
        assert_eq!(shown.items.len(), 1);
    }

    async fn an_owner_is_lent_by_that_owner_only(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let ada = member(app, &owner, ADA, Role::Admin).await.actor;
        let refused = grant_for(app, &ada, &owner).await;
        assert_eq!(user_codes(refused), [UserErrorCode::OwnerOnly]);
        let second = member(app, &owner, "olaf@acme.example", Role::Owner).await.actor;
        let refused = grant_for(app, &owner, &second).await;
        assert_eq!(user_codes(refused), [UserErrorCode::OwnerOnly]);
        let mia = member(app, &owner, MIA, Role::Viewer).await.actor;
        assert!(matches!(grant_for(app, &mia, &mia).await, Err(AppError::Forbidden(_))));
        assert!(grant_for(app, &ada, &mia).await.is_ok());
    }

    async fn reason_hours_and_a_recent_proof_are_asked_for(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let huge = "x".repeat(501);
        for (reason, hours) in [("", 1), ("  ", 1), (huge.as_str(), 1), ("ok", 0), ("ok", 73), ("ok", i32::MAX), ("ok", i32::MIN)] {
            let refused = grant_support_access(app.core(), &owner, input(&owner, reason, hours)).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput], "{reason} {hours}");
        }
        app.clock.advance(TimeDelta::minutes(11));
        let refused = grant_for(app, &owner, &owner).await;
        assert_eq!(user_codes(refused), [UserErrorCode::StepUpRequired]);
    }

    async fn the_same_key_gives_the_same_grant(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let again = || GrantSupportAccess { idempotency_key: Some("k1".to_owned()), ..input(&owner, "A scan hangs.", 2) };
        let first = grant_support_access(app.core(), &owner, again()).await.unwrap();
        let second = grant_support_access(app.core(), &owner, again()).await.unwrap();
        app.run_jobs().await;
        assert_eq!(first.id, second.id);
    }

    async fn the_person_and_administrators_take_a_grant_back(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, MIA, Role::Viewer).await.actor;
        let other = member(app, &owner, "max@acme.example", Role::Viewer).await.actor;
        for who in [&mia, &owner] {
            let grant = grant_for(app, &owner, &mia).await.unwrap();
            let refused = revoke_support_access(app.core(), &other, grant.id).await;
            assert!(matches!(refused, Err(AppError::Forbidden(_))));
            for _ in 0..2 {
                let grant = revoke_support_access(app.core(), who, grant.id).await.unwrap();
                assert_eq!(grant.state, SupportGrantState::Revoked);
            }
            let late = consent_to_support_access(app.core(), &mia, grant.id).await;
            assert_eq!(user_codes(late), [UserErrorCode::InvalidState]);
        }
        app.run_jobs().await;
        let trail = actions(app, &app.core().platform()).await;
        assert_eq!(trail.iter().filter(|action| *action == "support_access.revoked").count(), 2);
    }
}
