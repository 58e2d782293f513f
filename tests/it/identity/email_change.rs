//! Another address: both are proven, and whether the new one is known here is not said.

use super::fixture::{PASSWORD, mails_to, member, reads, request, tenant, try_log_in, user_codes};
use crate::both_modes;
use crate::harness::TestApp;
use chrono::TimeDelta;
use xorb_domain::identity::{Actor, Role, confirm_email_change, request_email_change, user};
use xorb_domain::{AppError, UserErrorCode};
use xorb_entities::identity::SessionDelivery;

const OLD: &str = "olga@acme.example";
const NEW: &str = "olga@new.example";

/// The token of the newest link to this address.
fn token(app: &TestApp, email: &str) -> String {
    let mails = mails_to(app, email);
    let links = mails.iter().flat_map(|mail| mail.lines());
    let link = links
        .filter_map(|line| line.split_once("/confirm-email?token="))
        .next_back();
    link.unwrap().1.split('&').next().unwrap().to_owned()
}

async fn ask(app: &TestApp, actor: &Actor, email: &str) {
    request_email_change(app.core(), actor, email)
        .await
        .unwrap();
    app.run_jobs().await;
}

async fn confirm(app: &TestApp, token: &str) -> Result<bool, AppError> {
    confirm_email_change(app.core(), &request(), &token.into()).await
}

async fn address(app: &TestApp, actor: &Actor) -> String {
    user(&reads(app, actor), actor.user_id.unwrap())
        .await
        .unwrap()
        .email
}

both_modes! {
    async fn an_address_changes_when_both_are_proven(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        ask(app, &owner, NEW).await;
        let (old, new) = (token(app, OLD), token(app, NEW));
        for _ in 0..2 {
            assert!(!confirm(app, &new).await.unwrap(), "one proof, however often, is one");
        }
        assert_eq!(address(app, &owner).await, OLD);
        assert!(confirm(app, &old).await.unwrap());
        assert_eq!(address(app, &owner).await, NEW);
        for used in [&old, &new] {
            assert_eq!(user_codes(confirm(app, used).await), [UserErrorCode::InvalidToken]);
        }
        assert!(try_log_in(app, "acme", NEW, PASSWORD, SessionDelivery::Token).await.is_ok());
        let refused = try_log_in(app, "acme", OLD, PASSWORD, SessionDelivery::Token).await;
        assert_eq!(user_codes(refused), [UserErrorCode::InvalidCredentials]);
        app.run_jobs().await;
        for told in [OLD, NEW] {
            assert!(mails_to(app, told).iter().any(|mail| mail.contains("was changed")), "{told}");
        }
    }

    async fn an_address_that_belongs_to_another_is_not_given_away_and_not_told(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        let mia = member(app, &owner, "mia@acme.example", Role::Viewer).await.actor;
        ask(app, &mia, OLD).await;
        let (own, theirs) = (token(app, "mia@acme.example"), token(app, OLD));
        assert!(!confirm(app, &own).await.unwrap());
        assert_eq!(user_codes(confirm(app, &theirs).await), [UserErrorCode::Taken]);
        assert_eq!(address(app, &mia).await, "mia@acme.example");
    }

    async fn a_change_is_void_after_a_day_and_when_another_is_asked_for(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        ask(app, &owner, NEW).await;
        let first = token(app, NEW);
        ask(app, &owner, "olga@newer.example").await;
        assert_eq!(user_codes(confirm(app, &first).await), [UserErrorCode::InvalidToken]);
        app.clock.advance(TimeDelta::hours(24));
        let late = token(app, "olga@newer.example");
        assert_eq!(user_codes(confirm(app, &late).await), [UserErrorCode::InvalidToken]);
        let refused = request_email_change(app.core(), &owner, NEW).await;
        assert_eq!(user_codes(refused), [UserErrorCode::StepUpRequired]);
    }

    async fn what_is_asked_for_must_be_another_address_and_not_too_often(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        for wrong in [OLD, "nobody", ""] {
            let refused = request_email_change(app.core(), &owner, wrong).await;
            assert_eq!(user_codes(refused), [UserErrorCode::InvalidInput], "{wrong}");
        }
        for number in 0..5 {
            ask(app, &owner, &format!("olga{number}@new.example")).await;
        }
        let refused = request_email_change(app.core(), &owner, NEW).await;
        assert_eq!(user_codes(refused), [UserErrorCode::LimitReached]);
    }
}
