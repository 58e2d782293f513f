//! Devices that are known again: a mail from a new one, and no lock-out from a known one.

use super::fixture::{PASSWORD, mails_to, owner_email, tenant};
use crate::both_modes;
use crate::harness::{Mode, TestApp};
use crate::identity::fixture::request;
use xorb_domain::AppError;
use xorb_domain::identity::{LogIn, LoggedIn, RequestInfo, SessionGrant, log_in};
use xorb_domain::secret::Secret;
use xorb_entities::identity::SessionDelivery;

/// A browser somewhere.
pub(super) fn browser(address: &str, device: Option<&Secret<String>>) -> RequestInfo {
    RequestInfo {
        address: Some(address.parse().unwrap()),
        user_agent: Some("a browser".to_owned()),
        device: device.cloned(),
        ..request()
    }
}

pub(super) async fn attempt(
    app: &TestApp,
    from: &RequestInfo,
    password: &str,
) -> Result<SessionGrant, AppError> {
    let input = LogIn {
        tenant_slug: "acme".to_owned(),
        email: owner_email("acme"),
        password: password.into(),
        delivery: SessionDelivery::Cookie,
    };
    match log_in(app.core(), from, input).await? {
        LoggedIn::Session(grant) => Ok(*grant),
        LoggedIn::Challenge(_) => panic!("nothing is enrolled"),
    }
}

/// How often the owner was told of a new device.
async fn told(app: &TestApp) -> usize {
    app.run_jobs().await;
    let mails = mails_to(app, &owner_email("acme"));
    mails
        .iter()
        .filter(|mail| mail.contains("A new device"))
        .count()
}

both_modes! {
    async fn a_new_device_is_told_of_once(app: &TestApp) {
        tenant(app, "acme").await;
        assert_eq!(told(app).await, 0, "the first device is nobody's surprise");
        let new = attempt(app, &browser("203.0.113.9", None), PASSWORD).await.unwrap();
        assert_eq!(told(app).await, 1);
        let cookie = new.device_cookie.expect("a cookie for the new browser");
        let moved = attempt(app, &browser("198.51.100.1", Some(&cookie)), PASSWORD).await.unwrap();
        assert!(moved.device_cookie.is_none(), "the cookie still holds");
        assert_eq!(told(app).await, 1);
        let forged = Secret::new("A".repeat(64));
        let other = attempt(app, &browser("192.0.2.200", Some(&forged)), PASSWORD).await.unwrap();
        assert!(other.device_cookie.is_some());
        assert_eq!(told(app).await, 2, "the same network as at the sign-up, but another program");
    }

    async fn a_cookie_of_another_person_makes_no_device_known(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let role = xorb_domain::identity::Role::Viewer;
        crate::identity::fixture::member(app, &owner, "mia@acme.example", role).await;
        let mias = LogIn {
            tenant_slug: "acme".to_owned(),
            email: "mia@acme.example".to_owned(),
            password: PASSWORD.into(),
            delivery: SessionDelivery::Cookie,
        };
        let LoggedIn::Session(mia) = log_in(app.core(), &browser("203.0.113.9", None), mias).await.unwrap() else {
            panic!("nothing is enrolled");
        };
        let before = told(app).await;
        attempt(app, &browser("203.0.113.77", mia.device_cookie.as_ref()), PASSWORD).await.unwrap();
        assert_eq!(told(app).await, before + 1);
    }
}

#[tokio::test]
async fn who_is_known_is_not_locked_out_by_whoever_tries_passwords() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__RATE_LIMIT__MODE", "enforce")]).await;
    tenant(&app, "acme").await;
    let mine = attempt(&app, &browser("203.0.113.9", None), PASSWORD)
        .await
        .unwrap();
    assert_eq!(told(&app).await, 1);
    // From the same network, and from many.
    for n in 0..40 {
        let from = browser(&format!("203.0.113.{}", n + 100), None);
        let _ = attempt(&app, &from, "wrong wrong wrong wrong").await;
        let from = browser(&format!("198.51.{n}.1"), None);
        let _ = attempt(&app, &from, "wrong wrong wrong wrong").await;
    }
    let unknown = attempt(&app, &browser("192.0.2.55", None), PASSWORD).await;
    assert!(
        matches!(unknown, Err(AppError::RateLimited { .. })),
        "{unknown:?}"
    );
    let known = browser("203.0.113.9", mine.device_cookie.as_ref());
    assert!(attempt(&app, &known, PASSWORD).await.is_ok());
    // Beyond what a whole company may try in a minute, too. Passwords that can't be any cost nothing to refuse.
    let endless = "x".repeat(200);
    for n in 0..1_300 {
        let from = browser(&format!("10.{}.{}.1", n / 250, n % 250), None);
        let _ = attempt(&app, &from, &endless).await;
    }
    assert!(attempt(&app, &known, PASSWORD).await.is_ok());
    // A stolen cookie gives no more guesses than any account has.
    let mut refused = 0;
    for _ in 0..10 {
        let guess = attempt(&app, &known, "wrong wrong wrong wrong").await;
        refused += i32::from(matches!(guess, Err(AppError::RateLimited { .. })));
    }
    assert!(refused > 0);
    app.run_jobs().await;
    app.finish().await;
}
