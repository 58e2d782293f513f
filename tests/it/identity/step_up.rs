//! Step-up: with the password, for ten minutes, with a new cookie.

use super::fixture::{
    PASSWORD, has_event, owner_email, tenant, try_log_in, user_codes, with_cookie,
};
use crate::both_modes;
use crate::harness::{Mode, TestApp};
use xorb_domain::identity::{Actor, StepUp, SteppedUp, step_up};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

async fn with_password(
    app: &TestApp,
    actor: &Actor,
    password: &str,
) -> Result<SteppedUp, AppError> {
    step_up(app.core(), actor, StepUp::Password(password.into())).await
}

both_modes! {
    async fn the_right_password_counts_for_ten_minutes_and_is_in_the_trail(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let stepped_up = with_password(app, &owner, PASSWORD).await.unwrap();
        assert_eq!(stepped_up.valid_until - app.core().clock.now(), chrono::TimeDelta::minutes(10));
        assert!(stepped_up.cookie.is_none());
        assert!(has_event(app, &owner, "session.stepped_up", "success").await);
    }

    async fn a_cookie_session_gets_a_new_cookie_and_the_old_one_is_void(app: &TestApp) {
        tenant(app, "acme").await;
        let grant = try_log_in(app, "acme", &owner_email("acme"), PASSWORD, SessionDelivery::Cookie).await.unwrap();
        let old = grant.cookie.unwrap();
        let actor = with_cookie(app, &old).await.unwrap();
        let new = with_password(app, &actor, PASSWORD).await.unwrap().cookie.unwrap();
        assert!(matches!(with_cookie(app, &old).await, Err(AppError::Unauthenticated)));
        assert_eq!(with_cookie(app, &new).await.unwrap().session_id, actor.session_id);
    }
}

#[tokio::test]
async fn a_wrong_password_is_noted_and_slowed_down_like_at_log_in() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__RATE_LIMIT__MODE", "enforce")]).await;
    let owner = tenant(&app, "acme").await.actor;
    for _ in 0..5 {
        let refused = with_password(&app, &owner, "not it, not it at all").await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
    }
    assert!(has_event(&app, &owner, "session.stepped_up", "failure").await);
    let slowed = with_password(&app, &owner, PASSWORD).await;
    assert!(matches!(slowed, Err(AppError::RateLimited { .. })));
    app.finish().await;
}
