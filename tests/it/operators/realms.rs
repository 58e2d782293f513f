//! The walls between the tenants' people and the operators, both ways and for each kind of credential.

use super::fixture::{
    OPERATORS, at_admin, at_admin_with, log_in_owner, operator, owner_email, request, tenant,
    user_codes, with_cookie,
};
use crate::both_realms;
use crate::identity::fixture::{PASSWORD, try_log_in};
use crate::second_factors::authenticator::Authenticator;
use xorb_domain::identity::{
    CreateApiKey, Credentials, FinishPasskeyEnrollment, FinishPasskeyLogIn, RequestPasswordReset,
    authenticate, create_api_key, finish_passkey_enrollment, finish_passkey_log_in,
    request_password_reset, start_passkey_enrollment, start_passkey_log_in,
};
use xorb_domain::privacy::{RequestByForm, request_by_form};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;
use xorb_entities::tenants::Language;

const OTTO: &str = "otto@platform.example";

both_realms! {
    async fn an_operators_session_is_none_on_the_public_listener(app: &TestApp) {
        let otto = operator(app, OTTO).await;
        assert!(matches!(with_cookie(app, &otto.cookie).await, Err(AppError::Unauthenticated)));
        assert!(at_admin_with(app, &otto.cookie).await.is_ok());
    }

    async fn no_session_or_key_of_a_tenant_is_one_on_the_admin_listener(app: &TestApp) {
        let owner = tenant(app, "acme").await;
        let cookie = try_log_in(app, "acme", &owner_email("acme"), PASSWORD, SessionDelivery::Cookie).await.unwrap();
        app.run_jobs().await;
        let refused = at_admin_with(app, &cookie.cookie.unwrap()).await;
        assert!(matches!(refused, Err(AppError::Unauthenticated)));
        let key = CreateApiKey {
            name: "deploy".to_owned(),
            scopes: vec!["assets:read".to_owned()],
            expires_at: None,
            networks: Vec::new(),
            service_account_id: None,
            idempotency_key: None,
        };
        let key = create_api_key(app.core(), &owner.actor, key).await.unwrap();
        app.run_jobs().await;
        for bearer in [owner.access_token.unwrap(), key.secret.unwrap()] {
            let shown = Credentials::Bearer(bearer);
            assert!(authenticate(app.core(), &shown, &request()).await.is_ok());
            let refused = authenticate(app.core(), &shown, &at_admin()).await;
            assert!(matches!(refused, Err(AppError::Unauthenticated)));
        }
    }

    async fn an_operators_passkey_lets_nobody_in_on_the_public_listener(app: &TestApp) {
        let mut otto = operator(app, OTTO).await;
        for slug in ["platform", "nowhere"] {
            let asked = start_passkey_log_in(app.core(), &request(), slug).await.unwrap();
            // The browser would refuse: it is another site's passkey.
            let options = asked.options.replace("xorb.example.org", "operators.example.org");
            let input = FinishPasskeyLogIn {
                token: asked.token,
                response: otto.passkey.get(&options).as_str().into(),
                delivery: SessionDelivery::Token,
            };
            for at in [request(), at_admin()] {
                let refused = finish_passkey_log_in(app.core(), &at, input.clone()).await;
                assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials], "{slug}");
            }
        }
    }

    async fn a_tenants_passkey_lets_nobody_in_on_the_admin_listener(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mut passkey = Authenticator::new();
        let answer = passkey.create(&start_passkey_enrollment(app.core(), &owner).await.unwrap());
        let enrollment = FinishPasskeyEnrollment { name: "laptop".to_owned(), response: answer.as_str().into() };
        finish_passkey_enrollment(app.core(), &owner, enrollment).await.unwrap();
        app.run_jobs().await;
        let asked = start_passkey_log_in(app.core(), &at_admin(), "acme").await.unwrap();
        let options = asked.options.replace("operators.example.org", "xorb.example.org");
        passkey.origin = OPERATORS.to_owned();
        let token = asked.token.clone();
        let input = |token, response: String| FinishPasskeyLogIn {
            token,
            response: response.as_str().into(),
            delivery: SessionDelivery::Cookie,
        };
        let refused = finish_passkey_log_in(app.core(), &at_admin(), input(token, passkey.get(&options))).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        passkey.origin = crate::second_factors::authenticator::ORIGIN.to_owned();
        let asked = start_passkey_log_in(app.core(), &request(), "acme").await.unwrap();
        let answer = passkey.get(&asked.options);
        let refused = finish_passkey_log_in(app.core(), &at_admin(), input(asked.token.clone(), answer.clone())).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials], "a challenge of the other realm");
        assert!(finish_passkey_log_in(app.core(), &request(), input(asked.token, answer)).await.is_ok());
    }

    async fn the_platform_is_an_unknown_tenant_to_the_public(app: &TestApp) {
        operator(app, OTTO).await;
        log_in_owner_fails_alike(app).await;
        for (slug, email) in [("platform", OTTO), ("nowhere", OTTO)] {
            let input = RequestPasswordReset { tenant_slug: slug.to_owned(), email: email.to_owned() };
            request_password_reset(app.core(), &request(), input).await.unwrap();
        }
        app.run_jobs().await;
        let mails = crate::identity::fixture::mails_to(app, OTTO);
        assert!(mails.iter().all(|mail| !mail.contains("/reset-password")), "{mails:?}");
    }

    async fn an_operator_can_ask_for_erasure_like_everybody(app: &TestApp) {
        operator(app, OTTO).await;
        let input = RequestByForm {
            tenant_slug: "platform".to_owned(),
            email: OTTO.to_owned(),
            language: Language::En,
            note: None,
        };
        assert!(request_by_form(app.core(), &request(), input).await.is_ok());
        app.run_jobs().await;
    }
}

async fn log_in_owner_fails_alike(app: &crate::harness::TestApp) {
    tenant(app, "acme").await;
    log_in_owner(app, "acme").await;
    let try_at = async |slug: &str| {
        let refused = try_log_in(app, slug, OTTO, PASSWORD, SessionDelivery::Token).await;
        refused.unwrap_err().to_string()
    };
    assert_eq!(try_at("platform").await, try_at("nowhere").await);
    app.run_jobs().await;
}
