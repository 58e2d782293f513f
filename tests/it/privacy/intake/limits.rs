//! Nobody can have a mailbox filled.

use super::fixture::{ask, links, press, seen};
use crate::both_modes;
use crate::harness::{Mode, Tenant, TestApp};
use crate::privacy::requests::fixture::{Office, VIEWER};
use chrono::TimeDelta;
use futures_util::future::join_all;
use reqwest::StatusCode;

both_modes! {
    async fn an_address_gets_three_letters_a_day_and_no_answer_says_so(app: &TestApp) {
        let office = Office::open(app).await;
        Tenant::sign_up(app, "rival").await;
        let mut answers = Vec::new();
        for spelling in [VIEWER, "VERA@office.example", " vera@OFFICE.example", "\u{ff56}era@office.example", VIEWER, VIEWER] {
            answers.push(ask(app, "office", spelling).await.comparable());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        assert_eq!(seen(&office).await.len(), 3);
        assert_eq!(office.tenant.audited("request.created", "denied").await, 3);
        ask(app, "office", "otto@office.example").await;
        app.clock.advance(TimeDelta::seconds(1));
        ask(app, "rival", VIEWER).await;
        assert_eq!(seen(&office).await.len(), 4, "another address has its own");
        assert_eq!(links(app, VIEWER).await.len(), 2, "one as it was typed first, and another tenant's");

        let link = links(app, VIEWER).await.remove(0);
        press(app, &link).await.assert_says(StatusCode::OK, "Your request is confirmed");
        ask(app, "office", VIEWER).await;
        ask(app, "office", VIEWER).await;
        assert_eq!(seen(&office).await.len(), 5, "a confirmed one no longer counts");
        app.clock.advance(TimeDelta::days(1));
        for _ in 0..5 {
            ask(app, "office", VIEWER).await;
        }
        assert_eq!(office.tenant.count("data_subject_requests WHERE 1 = 1").await, 8, "the next day has its own");
        app.run_jobs().await;
    }

    async fn many_at_once_get_no_more_letters_than_one_after_the_other(app: &TestApp) {
        let office = Office::open(app).await;
        let answers = join_all((0..12).map(|_| ask(app, "office", VIEWER))).await;
        let first = answers[0].comparable();
        assert!(answers.iter().all(|answer| answer.comparable() == first), "{answers:#?}");
        assert_eq!(seen(&office).await.len(), 3);
        assert_eq!(links(app, VIEWER).await.len(), 3);
    }
}

#[tokio::test]
async fn a_network_that_asks_very_often_has_to_wait() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__RATE_LIMIT__MODE", "enforce")]).await;
    for _ in 0..100 {
        let answer = ask(&app, "nobody", VIEWER).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    }
    let refused = ask(&app, "nobody", VIEWER).await;
    refused.assert_says(
        StatusCode::TOO_MANY_REQUESTS,
        "Too many attempts from your network",
    );
    assert_eq!(refused.headers["retry-after"], "1");
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(ask(&app, "nobody", VIEWER).await.status, StatusCode::OK);
    app.finish().await;
}
