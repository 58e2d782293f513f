//! A company comes.

use super::fixture::{reads, request, sign_up_input, tenant, try_log_in, user_codes, with_token};
use crate::both_modes;
use crate::harness::{Mode, TestApp};
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{Permission, Role, viewer};
use xorb_domain::tenants::{SignUp, sign_up};
use xorb_entities::identity::SessionDelivery;

both_modes! {
    async fn a_new_tenant_has_an_owner_who_is_logged_in(app: &TestApp) {
        let grant = tenant(app, "acme").await;
        assert!(grant.refresh_token.is_some() && grant.cookie.is_none());
        let actor = with_token(app, &grant).await.unwrap();
        let reads = reads(app, &actor);
        let viewer = viewer(&reads).await.unwrap();
        assert_eq!(viewer.tenant.slug, "acme");
        assert_eq!(viewer.user.email, "olga@acme.example");
        assert_eq!(viewer.user.roles, [Role::Owner]);
        assert_eq!(viewer.permissions, Permission::ALL);
    }

    async fn a_slug_belongs_to_one_tenant(app: &TestApp) {
        tenant(app, "acme").await;
        let other = SignUp { email: "eve@other.example".to_owned(), ..sign_up_input("acme") };
        let refused = sign_up(app.core(), &request(), other).await;
        assert_eq!(user_codes(refused), [UserErrorCode::Taken]);
        let reserved = sign_up(app.core(), &request(), sign_up_input("platform")).await;
        assert_eq!(user_codes(reserved), [UserErrorCode::Taken]);
        let still = try_log_in(app, "acme", "eve@other.example", super::fixture::PASSWORD, SessionDelivery::Token).await;
        assert_eq!(user_codes(still), [UserErrorCode::InvalidCredentials]);
    }

    async fn of_two_who_want_a_slug_at_once_one_gets_it(app: &TestApp) {
        let attempt = || async { sign_up(app.core(), &request(), sign_up_input("acme")).await };
        let (first, second) = tokio::join!(attempt(), attempt());
        assert_eq!([&first, &second].iter().filter(|grant| grant.is_ok()).count(), 1);
        let loser = if first.is_ok() { second } else { first };
        assert_eq!(user_codes(loser), [UserErrorCode::Taken]);
    }

    async fn everything_that_is_wrong_is_said_at_once(app: &TestApp) {
        let input = SignUp {
            tenant_name: String::new(),
            tenant_slug: "Not a slug".to_owned(),
            email: "a@b\r\nBcc: c@d".to_owned(),
            display_name: "\u{202e}".to_owned(),
            ..sign_up_input("acme")
        };
        let refused = sign_up(app.core(), &request(), input).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput; 4]);
    }

    async fn weak_and_huge_passwords_are_refused(app: &TestApp) {
        for password in ["short", "aaaaaaaaaaaaaaaaaaaaaa", "Olga Owner acme 2026", &"x".repeat(1_000_000)] {
            let input = SignUp { password: password.into(), ..sign_up_input("acme") };
            let refused = sign_up(app.core(), &request(), input).await;
            assert_eq!(user_codes(refused), [UserErrorCode::PasswordTooWeak]);
        }
    }
}

#[tokio::test]
async fn sign_up_can_be_closed() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__AUTH__OPEN_SIGN_UP", "false")]).await;
    let refused = sign_up(app.core(), &request(), sign_up_input("acme")).await;
    assert_eq!(user_codes(refused), [UserErrorCode::SignUpClosed]);
    app.finish().await;
}
