//! Changing one's password.

use super::fixture::{
    PASSWORD, has_event, log_in_owner, mails_to, owner_email, tenant, try_log_in, user_codes,
    with_token,
};
use crate::both_modes;
use crate::harness::{Directory, Mode, TestApp};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{ChangePassword, change_password, refresh_session};
use xorb_entities::identity::SessionDelivery;

const NEW: &str = "copper meadow thistle ferry";

fn input(current: &str, new: &str) -> ChangePassword {
    ChangePassword {
        current_password: current.into(),
        new_password: new.into(),
        revoke_api_keys: false,
    }
}

both_modes! {
    async fn the_new_password_works_and_all_other_sessions_end(app: &TestApp) {
        let other = tenant(app, "acme").await;
        let this = log_in_owner(app, "acme").await;
        change_password(app.core(), &this.actor, input(PASSWORD, NEW)).await.unwrap();
        assert!(with_token(app, &this).await.is_ok(), "the session that changed it goes on");
        let refresh = this.refresh_token.clone().unwrap();
        assert!(refresh_session(app.core(), &super::fixture::request(), refresh.expose()).await.is_ok());
        assert!(with_token(app, &other).await.is_err());
        let email = owner_email("acme");
        let old = try_log_in(app, "acme", &email, PASSWORD, SessionDelivery::Token).await;
        assert_eq!(user_codes(old), [UserErrorCode::InvalidCredentials]);
        assert!(try_log_in(app, "acme", &email, NEW, SessionDelivery::Token).await.is_ok());
        assert!(has_event(app, &this.actor, "password.changed", "success").await);
        app.run_jobs().await;
        assert_eq!(mails_to(app, &email).len(), 1);
    }

    async fn the_current_password_is_asked_for_and_the_new_one_is_judged(app: &TestApp) {
        let grant = tenant(app, "acme").await;
        let wrong = change_password(app.core(), &grant.actor, input("not the password", NEW)).await;
        assert_eq!(user_codes(wrong), [UserErrorCode::InvalidCredentials]);
        assert!(has_event(app, &grant.actor, "password.changed", "failure").await);
        let huge = "x".repeat(1_000_000);
        for weak in ["short", "olga@acme.example acme", &huge] {
            let refused = change_password(app.core(), &grant.actor, input(PASSWORD, weak)).await;
            assert_eq!(user_codes(refused), [UserErrorCode::PasswordTooWeak]);
        }
        assert!(with_token(app, &grant).await.is_ok());
    }
}

#[tokio::test]
async fn a_password_of_a_known_breach_is_refused() {
    let folder = Directory::new("breached");
    let file = folder.path().join("breached.txt");
    let mut lines: Vec<String> = (0..500)
        .map(|n| format!("some password {n}"))
        .chain([NEW.to_owned()])
        .map(|text| {
            let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
            let hash: Vec<String> = hash
                .as_ref()
                .iter()
                .map(|byte| format!("{byte:02X}"))
                .collect();
            format!("{}:3", hash.join(""))
        })
        .collect();
    lines.sort();
    std::fs::write(&file, lines.join("\r\n")).unwrap();
    for mode in [Mode::Embedded, Mode::Distributed] {
        let setting = [(
            "XORB__AUTH__BREACHED_PASSWORDS_FILE",
            file.to_str().unwrap(),
        )];
        let app = TestApp::start_with(mode, &setting).await;
        let grant = tenant(&app, "acme").await;
        let refused = change_password(app.core(), &grant.actor, input(PASSWORD, NEW)).await;
        assert_eq!(user_codes(refused), [UserErrorCode::PasswordTooWeak]);
        let other = input(PASSWORD, "harbour velvet thimble moss");
        assert!(
            change_password(app.core(), &grant.actor, other)
                .await
                .is_ok()
        );
        app.run_jobs().await;
        app.finish().await;
    }
}
