//! The link of the mail: a scanner that opens it confirms nothing, and it works once, in its own tenant, in its time.

use super::fixture::{Shown, ask, links, open, press, rows, seen};
use crate::both_modes;
use crate::harness::Tenant;
use crate::privacy::requests::fixture::{Office, VIEWER};
use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use xorb_entities::privacy::RequestState;

const VOID: &str = "This link is unknown, was used or has expired";

async fn states(office: &Office) -> Vec<RequestState> {
    seen(office)
        .await
        .iter()
        .map(|request| request.state)
        .collect()
}

both_modes! {
    async fn opening_the_link_changes_nothing(app: &TestApp) {
        let office = Office::open(app).await;
        ask(app, "office", VIEWER).await;
        let link = links(app, VIEWER).await.remove(0);
        let before = rows(&office.tenant).await;
        for _ in 0..3 {
            let page = open(app, &link).await;
            page.assert_says(StatusCode::OK, "<form method=\"post\">");
            let (_, token) = link.split_once("token=").unwrap();
            assert!(!page.text.contains(&token[..64]), "the page holds no secret");
        }
        Shown::of(app.anonymous().request(Method::HEAD, &link)).await;
        assert_eq!(rows(&office.tenant).await, before);
        assert_eq!(states(&office).await, [RequestState::Verifying]);
    }

    async fn only_our_own_page_presses_the_button(app: &TestApp) {
        let office = Office::open(app).await;
        ask(app, "office", VIEWER).await;
        let link = links(app, VIEWER).await.remove(0);
        for origin in ["https://evil.example", "null", &format!("{}.evil.example", app.base())] {
            let request = app.anonymous().request(Method::POST, &link).header("origin", origin);
            Shown::of(request).await.assert_says(StatusCode::FORBIDDEN, "Open the form or the link of the mail again");
        }
        let without = Shown::of(app.anonymous().request(Method::POST, &link)).await;
        assert_eq!(without.status, StatusCode::FORBIDDEN);
        assert_eq!(states(&office).await, [RequestState::Verifying]);
    }

    async fn a_link_works_once_also_if_it_is_pressed_twice_at_once(app: &TestApp) {
        let office = Office::open(app).await;
        ask(app, "office", VIEWER).await;
        let link = links(app, VIEWER).await.remove(0);
        let (first, second) = tokio::join!(press(app, &link), press(app, &link));
        let confirmed = [&first, &second].iter().filter(|shown| shown.status == StatusCode::OK).count();
        assert_eq!(confirmed, 1, "{first:?} {second:?}");
        press(app, &link).await.assert_says(StatusCode::BAD_REQUEST, VOID);
        assert_eq!(states(&office).await, [RequestState::Planned]);
        assert_eq!(office.tenant.audited("request.verified", "success").await, 1);
        app.run_jobs().await;
    }

    async fn what_is_no_good_confirms_nothing(app: &TestApp) {
        let office = Office::open(app).await;
        Tenant::sign_up(app, "rival").await;
        ask(app, "office", VIEWER).await;
        ask(app, "rival", VIEWER).await;
        let links = links(app, VIEWER).await;
        let tokens: Vec<&str> = links.iter().map(|link| &link.split_once("token=").unwrap().1[..64]).collect();
        // The tenant's id stands at the beginning of a token.
        let foreign = [&tokens[0][..22], &tokens[1][22..]].concat();
        let reversed: String = tokens[0].chars().rev().collect();
        for token in [&foreign, &reversed, &"A".repeat(64)] {
            press(app, &format!("/privacy/confirm?token={token}")).await.assert_says(StatusCode::BAD_REQUEST, VOID);
        }
        for garbled in ["", "x", "%00", "%3Cscript%3E", &"A".repeat(5_000), &tokens[0][..63]] {
            let path = format!("/privacy/confirm?token={garbled}");
            for page in [open(app, &path).await, press(app, &path).await] {
                page.assert_says(StatusCode::BAD_REQUEST, "The link is not complete");
                assert!(!page.text.contains("<form") && !page.text.contains("<script"), "{}", page.text);
            }
        }
        assert_eq!(states(&office).await, [RequestState::Verifying]);
        app.clock.advance(TimeDelta::days(7));
        press(app, &links[0]).await.assert_says(StatusCode::BAD_REQUEST, VOID);
        assert_eq!(office.tenant.count("data_subject_requests WHERE state = 'verifying'").await, 1);
    }

    async fn two_requests_of_one_address_go_their_own_ways(app: &TestApp) {
        let office = Office::open(app).await;
        ask(app, "office", VIEWER).await;
        app.clock.advance(TimeDelta::seconds(1));
        ask(app, "office", VIEWER).await;
        let links = links(app, VIEWER).await;
        assert_eq!(links.len(), 2);
        press(app, &links[1]).await.assert_says(StatusCode::OK, "Your request is confirmed");
        assert_eq!(states(&office).await, [RequestState::Planned, RequestState::Verifying]);
        press(app, &links[0]).await.assert_says(StatusCode::OK, "Your request is confirmed");
        assert_eq!(states(&office).await, [RequestState::Planned, RequestState::Planned]);
        app.run_jobs().await;
    }
}
