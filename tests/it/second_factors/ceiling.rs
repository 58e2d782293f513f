//! The ceiling for guessing: a hundred failures in a row, kept in the database. Beyond it, devices that are not known come in
//! by what can't be guessed only, and nobody is locked out.

use chrono::TimeDelta;
use xorb_domain::UserErrorCode;
use xorb_domain::identity::{
    RequestPasswordReset, ResetPassword, SecondFactor, request_password_reset, reset_password,
};
use xorb_domain::tenants::TenantScope;

use super::devices::{attempt, browser};
use super::fixture::{
    PASSWORD, by_code, challenge, complete, enrolled, mails_to, owner_email, request, tenant,
    user_codes,
};
use crate::both_modes;
use crate::harness::TestApp;

const WRONG: &str = "wrong wrong wrong wrong";
const TOLD: &str = "tries to guess your password";

async fn told(app: &TestApp) -> usize {
    app.run_jobs().await;
    let mails = mails_to(app, &owner_email("acme"));
    mails.iter().filter(|mail| mail.contains(TOLD)).count()
}

async fn counted(app: &TestApp, scope: &TenantScope) -> i32 {
    let tx = app.core().db.read(scope).await.unwrap();
    let sql = "SELECT max(failed_log_ins) AS failed FROM users WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    rows[0].try_get("", "failed").unwrap()
}

/// As if so many had failed before, perhaps in another process.
async fn fail_before(app: &TestApp, scope: &TenantScope, failed: i32) {
    let tx = app.core().db.write(scope).await.unwrap();
    let sql = "UPDATE users SET failed_log_ins = $2 WHERE tenant_id = $1";
    let values = [tx.tenant_id().into(), failed.into()];
    tx.execute(sql, values).await.unwrap();
    tx.commit().await.unwrap();
}

both_modes! {
    async fn after_a_hundred_wrong_passwords_an_unknown_device_can_guess_no_more(app: &TestApp) {
        let scope = tenant(app, "acme").await.actor.scope;
        let stranger = browser("203.0.113.9", None);
        let known = attempt(app, &browser("198.51.100.1", None), PASSWORD).await.unwrap().device_cookie;
        let known = browser("198.51.100.1", known.as_ref());
        fail_before(app, &scope, 97).await;
        let _ = attempt(app, &known, WRONG).await;
        assert_eq!(counted(app, &scope).await, 97, "a known device does not count");
        for _ in 0..2 {
            assert_eq!(user_codes(attempt(app, &stranger, WRONG).await), [UserErrorCode::InvalidCredentials]);
        }
        assert_eq!(told(app).await, 0);
        let wrong = format!("{:?}", attempt(app, &stranger, WRONG).await.unwrap_err());
        assert_eq!((counted(app, &scope).await, told(app).await), (100, 1));
        app.clock.advance(TimeDelta::days(400));
        let right = format!("{:?}", attempt(app, &stranger, PASSWORD).await.unwrap_err());
        assert_eq!(right, wrong, "nothing is learned about the password, however long one waits");
        assert_eq!((counted(app, &scope).await, told(app).await), (100, 1), "one mail");
    }

    async fn a_known_device_is_not_affected_and_its_log_in_begins_anew(app: &TestApp) {
        let scope = tenant(app, "acme").await.actor.scope;
        let known = attempt(app, &browser("198.51.100.1", None), PASSWORD).await.unwrap().device_cookie;
        fail_before(app, &scope, 100).await;
        assert!(attempt(app, &browser("203.0.113.9", None), PASSWORD).await.is_err());
        assert!(attempt(app, &browser("198.51.100.1", known.as_ref()), PASSWORD).await.is_ok());
        assert_eq!(counted(app, &scope).await, 0);
        assert!(attempt(app, &browser("203.0.113.9", None), PASSWORD).await.is_ok());
        app.run_jobs().await;
    }

    async fn a_reset_by_mail_lets_an_unknown_device_in_again(app: &TestApp) {
        let scope = tenant(app, "acme").await.actor.scope;
        fail_before(app, &scope, 100).await;
        let input = RequestPasswordReset { tenant_slug: "acme".to_owned(), email: owner_email("acme") };
        request_password_reset(app.core(), &request(), input).await.unwrap();
        app.run_jobs().await;
        let mails = mails_to(app, &owner_email("acme"));
        let link = mails.iter().flat_map(|mail| mail.lines()).find_map(|line| line.split_once("/reset-password?token="));
        let token = link.unwrap().1.split('&').next().unwrap();
        let new = "harbour velvet thimble moss";
        let input = ResetPassword { token: token.into(), new_password: new.into(), revoke_api_keys: false };
        reset_password(app.core(), &request(), input).await.unwrap();
        assert!(attempt(app, &browser("203.0.113.9", None), new).await.is_ok());
        app.run_jobs().await;
    }

    async fn codes_of_an_app_count_too_and_recovery_codes_still_help(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let scope = owner.actor.scope;
        let asked = challenge(app, "acme").await;
        fail_before(app, &scope, 99).await;
        let right = owner.phone.next(app);
        let wrong = if right == "000000" { "000001" } else { "000000" };
        assert_eq!(user_codes(by_code(app, &asked, wrong).await), [UserErrorCode::InvalidCredentials]);
        assert_eq!((counted(app, &scope).await, told(app).await), (100, 1));
        assert_eq!(user_codes(by_code(app, &asked, &right).await), [UserErrorCode::InvalidToken]);
        let printed = SecondFactor::RecoveryCode(owner.recovery_codes[0].clone());
        assert!(complete(app, &asked, printed).await.is_ok(), "120 bits are not guessed");
        assert_eq!(counted(app, &scope).await, 0);
        app.run_jobs().await;
    }
}
