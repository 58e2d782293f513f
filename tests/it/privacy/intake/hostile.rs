//! Input that wants to break something.

use super::fixture::{Shown, ask, ask_as_program, ask_with, links, rows, seen};
use crate::both_modes;
use crate::privacy::requests::fixture::Office;
use reqwest::{Method, StatusCode};
use serde_json::json;

const PATH: &str = "/privacy/office/requests";
const MARKUP: &str = "\"><script>alert(1)</script>";

both_modes! {
    async fn what_is_no_address_is_refused_and_not_repeated(app: &TestApp) {
        let office = Office::open(app).await;
        let before = rows(&office.tenant).await;
        let (long, nul) = (format!("{}@x.example", "a".repeat(300)), "ann@x.example\0");
        for email in [
            "", " ", "ann", "@", MARKUP, "ann@x.example\r\nBcc: all@x.example", "ann@x.example\nSubject: x",
            "ann@x.example, bob@x.example", "<ann@x.example>", nul, &long, "\u{202e}ann@x.example",
        ] {
            let page = ask(app, "office", email).await;
            page.assert_says(StatusCode::BAD_REQUEST, "Give an e-mail address like name@example.org");
            assert!(!page.text.contains("<script") && !page.text.contains("Bcc"), "{}", page.text);
            let json = ask_as_program(app, "office", &json!({ "email": email })).await;
            json.assert_says(StatusCode::BAD_REQUEST, "BAD_USER_INPUT");
            assert!(!json.text.contains("script") && !json.text.contains("Bcc"), "{}", json.text);
        }
        for body in [json!({}), json!([]), json!({ "email": ["a@b.de"] }), json!({ "email": "a@b.de", "right": "ACCESS" })] {
            ask_as_program(app, "office", &body).await.assert_says(StatusCode::BAD_REQUEST, "BAD_USER_INPUT");
        }
        assert_eq!(rows(&office.tenant).await, before);
    }

    async fn what_is_too_large_of_another_kind_or_from_elsewhere_is_not_read(app: &TestApp) {
        let office = Office::open(app).await;
        let before = rows(&office.tenant).await;
        let huge = "a".repeat(100_000);
        let page = ask_with(app, PATH, &[("email", "ann@x.example"), ("note", &huge)]).await;
        page.assert_says(StatusCode::PAYLOAD_TOO_LARGE, "That is too much");
        let json = ask_as_program(app, "office", &json!({ "email": huge })).await;
        assert_eq!(json.status, StatusCode::PAYLOAD_TOO_LARGE);
        let page = ask_with(app, PATH, &[("email", "ann@x.example"), ("note", &"a".repeat(4_001))]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        let post = || app.anonymous().request(Method::POST, PATH);
        for kind in ["text/plain", "multipart/form-data", "application/json; charset=latin1"] {
            let body = "{\"email\":\"ann@x.example\"}";
            let refused = Shown::of(post().header("content-type", kind).body(body)).await;
            assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
        }
        let form = || post().header("content-type", "application/x-www-form-urlencoded").body("email=ann%40x.example");
        for request in [form(), form().header("origin", "null"), form().header("origin", "https://evil.example")] {
            assert_eq!(Shown::of(request).await.status, StatusCode::FORBIDDEN);
        }
        let foreign = post().header("origin", "https://evil.example").json(&json!({ "email": "ann@x.example" }));
        assert_eq!(Shown::of(foreign).await.status, StatusCode::FORBIDDEN);
        for slug in ["%3Cscript%3E", "Office", "a", "..%2foffice", "%00"] {
            let page = ask(app, slug, "ann@x.example").await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{slug}");
            assert!(!page.text.contains("<script"), "{}", page.text);
        }
        assert_eq!(rows(&office.tenant).await, before);
    }

    async fn what_a_stranger_writes_reaches_neither_mail_nor_page(app: &TestApp) {
        let office = Office::open(app).await;
        let (email, note) = ("ann+%0d%0abcc@x.example", format!("{MARKUP} call me on 0170"));
        let page = ask_with(app, PATH, &[("email", email), ("note", &note), ("language", MARKUP), ("x", MARKUP)]).await;
        page.assert_says(StatusCode::OK, "We have received your request");
        assert!(!page.text.contains("script") && !page.text.contains(email));
        assert_eq!(links(app, email).await.len(), 1);
        let mail = app.mails_to(email).remove(0);
        assert!(!mail.contains("script") && !mail.contains("0170"), "{mail}");
        assert_eq!(seen(&office).await.len(), 1);
    }
}
