//! Who knows the password gets in; everybody else learns nothing.

use super::fixture::{
    PASSWORD, has_event, log_in_owner, owner_email, tenant, try_log_in, with_cookie, with_token,
};
use crate::both_modes;
use crate::harness::{Mode, TestApp};
use chrono::TimeDelta;
use xorb_domain::AppError;
use xorb_domain::identity::SessionGrant;
use xorb_entities::identity::SessionDelivery;

async fn attempt(
    app: &TestApp,
    slug: &str,
    email: &str,
    password: &str,
) -> Result<SessionGrant, AppError> {
    try_log_in(app, slug, email, password, SessionDelivery::Token).await
}

both_modes! {
    async fn the_password_opens_a_session(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let again = log_in_owner(app, "acme").await;
        assert_ne!(owner.actor.session_id, again.actor.session_id);
        assert!(with_token(app, &again).await.is_ok());
        let upper = attempt(app, "acme", "OLGA@Acme.Example", PASSWORD).await;
        assert!(upper.is_ok(), "addresses are compared without case");
        assert!(has_event(app, &owner.actor, "session.logged_in", "success").await);
    }

    async fn a_cookie_session_has_a_cookie_and_no_tokens(app: &TestApp) {
        tenant(app, "acme").await;
        let grant = try_log_in(app, "acme", &owner_email("acme"), PASSWORD, SessionDelivery::Cookie).await.unwrap();
        assert!(grant.access_token.is_none() && grant.refresh_token.is_none());
        assert!(with_cookie(app, &grant.cookie.unwrap()).await.is_ok());
    }

    async fn whatever_is_wrong_the_answer_is_the_same(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        tenant(app, "other").await;
        let email = owner_email("acme");
        let huge = "x".repeat(1_000_000);
        let answers = [
            attempt(app, "acme", &email, "wrong wrong wrong wrong").await,
            attempt(app, "acme", "nobody@acme.example", PASSWORD).await,
            attempt(app, "nowhere", &email, PASSWORD).await,
            attempt(app, "other", &email, PASSWORD).await,
            attempt(app, "platform", &email, PASSWORD).await,
            attempt(app, "", "", "").await,
            attempt(app, "acme", "no address", PASSWORD).await,
            attempt(app, "Acme", &email, PASSWORD).await,
            attempt(app, "acme", &email, &huge).await,
        ];
        let texts: Vec<String> = answers.iter().map(|answer| format!("{:?}", answer.as_ref().unwrap_err())).collect();
        assert!(texts.iter().all(|text| *text == texts[0]), "{texts:#?}");
        assert!(texts[0].contains("InvalidCredentials"), "{}", texts[0]);
        assert!(has_event(app, &owner.actor, "session.logged_in", "failure").await);
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_and_the_right_password_does_not_help_then() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__RATE_LIMIT__MODE", "enforce")]).await;
    tenant(&app, "acme").await;
    let email = owner_email("acme");
    for _ in 0..5 {
        let wrong = attempt(&app, "acme", &email, "wrong wrong wrong wrong").await;
        assert!(matches!(wrong, Err(AppError::User(_))));
    }
    let right = attempt(&app, "acme", &email, PASSWORD).await;
    assert!(
        matches!(right, Err(AppError::RateLimited { .. })),
        "{right:?}"
    );
    let nobody = attempt(&app, "acme", "nobody@acme.example", PASSWORD).await;
    assert!(
        matches!(nobody, Err(AppError::User(_))),
        "another account is not slowed down"
    );
    app.clock.advance(TimeDelta::seconds(2));
    assert!(attempt(&app, "acme", &email, PASSWORD).await.is_ok());
    app.finish().await;
}
