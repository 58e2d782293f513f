//! A lost password: who asks learns nothing, the link works once and not for long, and every session ends.

use super::fixture::{
    PASSWORD, log_in_owner, mails_to, member, request, tenant, try_log_in, user_codes, with_token,
};
use crate::both_modes;
use crate::harness::TestApp;
use chrono::TimeDelta;
use xorb_domain::identity::{
    Actor, RequestPasswordReset, ResetPassword, Role, deactivate_user, request_password_reset,
    reset_password,
};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

const OLGA: &str = "olga@acme.example";
const NEW: &str = "harbour velvet thimble moss";

async fn ask(app: &TestApp, slug: &str, email: &str) {
    let input = RequestPasswordReset {
        tenant_slug: slug.to_owned(),
        email: email.to_owned(),
    };
    request_password_reset(app.core(), &request(), input)
        .await
        .unwrap();
    app.run_jobs().await;
}

async fn reset(app: &TestApp, token: &str, password: &str) -> Result<(), AppError> {
    let input = ResetPassword {
        token: token.into(),
        new_password: password.into(),
        revoke_api_keys: false,
    };
    reset_password(app.core(), &request(), input).await
}

/// The tokens of all links that this address was sent.
fn tokens(app: &TestApp, email: &str) -> Vec<String> {
    let mails = mails_to(app, email);
    let links = mails.iter().flat_map(|mail| mail.lines());
    let links = links.filter_map(|line| line.split_once("/reset-password?token="));
    links
        .map(|(_, rest)| rest.split('&').next().unwrap().to_owned())
        .collect()
}

async fn rows(app: &TestApp, actor: &Actor, sql: &str) -> i64 {
    let tx = app.core().db.read(&actor.scope).await.unwrap();
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    rows[0].try_get("", "total").unwrap()
}

both_modes! {
    async fn the_link_of_the_mail_sets_a_new_password_once(app: &TestApp) {
        let before = tenant(app, "acme").await;
        let other = log_in_owner(app, "acme").await;
        ask(app, "acme", OLGA).await;
        let token = tokens(app, OLGA).pop().unwrap();
        assert_eq!(user_codes(reset(app, &token, "short").await), [UserErrorCode::PasswordTooWeak]);
        reset(app, &token, NEW).await.unwrap();
        for ended in [&before, &other] {
            assert!(with_token(app, ended).await.is_err(), "every session ends");
        }
        let old = try_log_in(app, "acme", OLGA, PASSWORD, SessionDelivery::Token).await;
        assert_eq!(user_codes(old), [UserErrorCode::InvalidCredentials]);
        assert!(try_log_in(app, "acme", OLGA, NEW, SessionDelivery::Token).await.is_ok());
        assert_eq!(user_codes(reset(app, &token, PASSWORD).await), [UserErrorCode::InvalidToken]);
        app.run_jobs().await;
        assert!(mails_to(app, OLGA).iter().any(|mail| mail.contains("was changed")), "and the person is told");
    }

    async fn a_used_link_voids_the_others_and_an_old_one_has_expired(app: &TestApp) {
        tenant(app, "acme").await;
        ask(app, "acme", OLGA).await;
        ask(app, "acme", OLGA).await;
        let sent = tokens(app, OLGA);
        reset(app, &sent[0], NEW).await.unwrap();
        assert_eq!(user_codes(reset(app, &sent[1], PASSWORD).await), [UserErrorCode::InvalidToken]);
        ask(app, "acme", OLGA).await;
        app.clock.advance(TimeDelta::minutes(30));
        let last = tokens(app, OLGA).pop().unwrap();
        assert_eq!(user_codes(reset(app, &last, PASSWORD).await), [UserErrorCode::InvalidToken]);
        for nonsense in ["", "x", &"A".repeat(64), &"A".repeat(10_000)] {
            assert_eq!(user_codes(reset(app, nonsense, NEW).await), [UserErrorCode::InvalidToken]);
        }
        app.run_jobs().await;
    }

    async fn whoever_asks_causes_the_same_whether_there_is_an_account_or_not(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let gone = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        deactivate_user(app.core(), &owner, gone.user_id.unwrap()).await.unwrap();
        let jobs = "SELECT count(*) AS total FROM jobs WHERE tenant_id = $1 AND kind = 'send_password_reset'";
        let events = "SELECT count(*) AS total FROM audit_events WHERE tenant_id = $1 AND action = 'password_reset.requested'";
        for (asked, email) in [OLGA, "mia@acme.example", "nobody@acme.example", "no address"].iter().enumerate() {
            ask(app, "acme", email).await;
            let expected = i64::try_from(asked).unwrap() + 1;
            assert_eq!((rows(app, &owner, jobs).await, rows(app, &owner, events).await), (expected, expected), "{email}");
        }
        ask(app, "no-such-tenant", OLGA).await;
        assert_eq!(tokens(app, OLGA).len(), 1);
        assert!(tokens(app, "mia@acme.example").is_empty() && tokens(app, "nobody@acme.example").is_empty());
    }

    async fn nobody_s_mailbox_is_filled(app: &TestApp) {
        tenant(app, "acme").await;
        for _ in 0..8 {
            ask(app, "acme", OLGA).await;
        }
        assert_eq!(tokens(app, OLGA).len(), 5);
        app.clock.advance(TimeDelta::minutes(61));
        ask(app, "acme", OLGA).await;
        assert_eq!(tokens(app, OLGA).len(), 6);
    }

    async fn of_two_who_use_a_link_at_once_one_wins(app: &TestApp) {
        tenant(app, "acme").await;
        ask(app, "acme", OLGA).await;
        let token = tokens(app, OLGA).pop().unwrap();
        let other = "quarry lantern meadow fiddle";
        let (one, two) = tokio::join!(reset(app, &token, NEW), reset(app, &token, other));
        assert_ne!(one.is_ok(), two.is_ok());
        let winner = if one.is_ok() { NEW } else { other };
        assert!(try_log_in(app, "acme", OLGA, winner, SessionDelivery::Token).await.is_ok());
        app.run_jobs().await;
    }
}
