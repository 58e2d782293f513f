//! Guessing a second factor: five tries per challenge, and a growing wait per account, whatever the challenge.

use super::fixture::{by_code, challenge, enrolled, has_event, owner_email, user_codes};
use crate::both_modes;
use crate::harness::{Mode, TestApp};
use crate::identity::fixture::is_told;
use chrono::TimeDelta;
use xorb_domain::{AppError, UserErrorCode};

both_modes! {
    async fn the_sixth_try_is_refused_even_with_the_right_code(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let asked = challenge(app, "acme").await;
        let right = owner.phone.next(app);
        let wrong = if right == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            assert_eq!(user_codes(by_code(app, &asked, wrong).await), [UserErrorCode::InvalidCredentials]);
        }
        assert!(has_event(app, &owner.actor, "session.logged_in", "failure").await);
        assert_eq!(user_codes(by_code(app, &asked, &right).await), [UserErrorCode::InvalidToken]);
        app.run_jobs().await;
        assert!(is_told(app, &owner_email("acme"), "Somebody knows your password"));
        let fresh = challenge(app, "acme").await;
        assert!(by_code(app, &fresh, &right).await.is_ok());
    }
}

#[tokio::test]
async fn a_new_challenge_is_no_new_start_for_who_guesses() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__RATE_LIMIT__MODE", "enforce")]).await;
    let owner = enrolled(&app, "acme").await;
    let right = owner.phone.next(&app);
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..5 {
        let asked = challenge(&app, "acme").await;
        let refused = by_code(&app, &asked, wrong).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
    }
    let asked = challenge(&app, "acme").await;
    let slowed = by_code(&app, &asked, &right).await;
    assert!(
        matches!(slowed, Err(AppError::RateLimited { .. })),
        "{slowed:?}"
    );
    app.clock.advance(TimeDelta::seconds(2));
    assert!(by_code(&app, &asked, &right).await.is_ok());
    app.finish().await;
}
