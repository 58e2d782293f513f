//! Refresh tokens: one use each, with a short grace for an answer that was lost.

use super::fixture::{has_event, mails_to, owner_email, request, tenant, user_codes, with_token};
use crate::both_modes;
use crate::harness::TestApp;
use chrono::TimeDelta;
use futures_util::future::join_all;
use xorb_domain::identity::{SessionGrant, deactivate_user, log_out, refresh_session};
use xorb_domain::secret::Secret;
use xorb_domain::{AppError, UserErrorCode};

async fn refresh(app: &TestApp, token: &Secret<String>) -> Result<SessionGrant, AppError> {
    refresh_session(app.core(), &request(), token.expose()).await
}

async fn is_refused(app: &TestApp, token: &Secret<String>) -> bool {
    user_codes(refresh(app, token).await) == [UserErrorCode::InvalidToken]
}

fn token(grant: &SessionGrant) -> Secret<String> {
    grant.refresh_token.clone().unwrap()
}

both_modes! {
    async fn a_token_is_exchanged_for_the_next_one(app: &TestApp) {
        let mut grant = tenant(app, "acme").await;
        let session = grant.actor.session_id;
        for _ in 0..3 {
            app.clock.advance(TimeDelta::minutes(6));
            assert!(with_token(app, &grant).await.is_err());
            grant = refresh(app, &token(&grant)).await.unwrap();
            assert_eq!(with_token(app, &grant).await.unwrap().session_id, session);
        }
        assert!(has_event(app, &grant.actor, "session.refreshed", "success").await);
    }

    async fn a_lost_answer_costs_nobody_the_session(app: &TestApp) {
        let start = tenant(app, "acme").await;
        let lost = refresh(app, &token(&start)).await.unwrap();
        app.clock.advance(TimeDelta::seconds(29));
        let again = refresh(app, &token(&start)).await.unwrap();
        assert!(is_refused(app, &token(&start)).await, "a further copy is refused");
        assert!(is_refused(app, &token(&lost)).await, "the first answer is void");
        assert!(refresh(app, &token(&again)).await.is_ok(), "and the second one works");
    }

    async fn a_used_token_that_comes_late_ends_the_session(app: &TestApp) {
        let start = tenant(app, "acme").await;
        let next = refresh(app, &token(&start)).await.unwrap();
        app.clock.advance(TimeDelta::seconds(31));
        assert!(is_refused(app, &token(&start)).await);
        assert!(is_refused(app, &token(&next)).await, "the whole chain is void");
        assert!(with_token(app, &next).await.is_err(), "and the access token with it");
        assert!(has_event(app, &start.actor, "refresh_token.reused", "denied").await);
        app.run_jobs().await;
        assert_eq!(mails_to(app, &owner_email("acme")).len(), 1);
    }

    async fn a_used_token_whose_successor_was_used_ends_the_session_at_once(app: &TestApp) {
        let start = tenant(app, "acme").await;
        let second = refresh(app, &token(&start)).await.unwrap();
        let third = refresh(app, &token(&second)).await.unwrap();
        assert!(is_refused(app, &token(&start)).await);
        assert!(is_refused(app, &token(&third)).await);
        assert!(with_token(app, &third).await.is_err());
        app.run_jobs().await;
    }

    async fn fifty_at_once_leave_exactly_one_token_that_works(app: &TestApp) {
        let start = tenant(app, "acme").await;
        let first = token(&start);
        let answers = join_all((0..50).map(|_| refresh(app, &first))).await;
        let granted: Vec<_> = answers.into_iter().filter_map(Result::ok).collect();
        assert!((1..=2).contains(&granted.len()), "{}", granted.len());
        let mut working = 0;
        for grant in &granted {
            working += usize::from(refresh(app, &token(grant)).await.is_ok());
        }
        assert_eq!(working, 1);
        assert!(with_token(app, &start).await.is_ok(), "the session lives");
    }

    async fn an_ended_session_can_not_be_refreshed(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        log_out(app.core(), &owner.actor).await.unwrap();
        assert!(is_refused(app, &token(&owner)).await);
        let idle = tenant(app, "idle").await;
        app.clock.advance(TimeDelta::minutes(30));
        assert!(is_refused(app, &token(&idle)).await);
    }

    async fn a_deactivated_user_can_not_refresh(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let member = super::fixture::member(app, &owner.actor, "mia@acme.example", xorb_domain::identity::Role::Viewer).await;
        deactivate_user(app.core(), &owner.actor, member.actor.user_id.unwrap()).await.unwrap();
        assert!(is_refused(app, &token(&member)).await);
        assert!(with_token(app, &member).await.is_err());
    }

    async fn what_is_no_refresh_token_is_refused(app: &TestApp) {
        let grant = tenant(app, "acme").await;
        let huge = "a".repeat(1_000_000);
        let access = grant.access_token.clone().unwrap();
        for text in ["", &"A".repeat(64), &huge, access.expose()] {
            assert!(is_refused(app, &text.into()).await);
        }
    }
}
