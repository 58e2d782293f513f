//! The pages of a person without an account.

use actix_web::http::{Method, StatusCode};

use super::client::{get, request, send, with};

const TOKEN: &str = "AbcdefghAbcdefghAbcdefghAbcdefghAbcdefghAbcdefghAbcdefgh_bcdef-h";
const OWN: (&str, &str) = ("origin", "http://localhost:8080");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[actix_web::test]
async fn every_page_works_without_scripts_in_both_languages_and_needs_no_other_host() {
    let confirm = format!("/privacy/confirm?token={TOKEN}");
    for path in ["/privacy", "/privacy/acme", &confirm] {
        for (accepted, lang) in [
            ("de-AT,de;q=0.9,en;q=0.1", "de"),
            ("en-GB", "en"),
            ("fr", "en"),
        ] {
            let reply = send(with(get(path), &[("accept-language", accepted)])).await;
            assert_eq!(reply.status, StatusCode::OK, "{path}");
            assert!(
                reply.text.contains(&format!("<html lang=\"{lang}\">")),
                "{}",
                reply.text
            );
            assert!(
                !reply.text.contains("<script") && !reply.text.contains("//"),
                "{}",
                reply.text
            );
            let policy = reply.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"));
            assert_eq!(reply.header("cache-control"), "no-store");
            let vary: Vec<_> = reply.headers.get_all("vary").collect();
            assert!(
                vary.iter().any(|value| *value == "Accept-Language"),
                "{vary:?}"
            );
        }
    }
}

/// Under `no-referrer` browsers send `Origin: null` with a form, which is refused.
#[actix_web::test]
async fn pages_with_forms_let_browsers_say_where_the_form_came_from() {
    for path in ["/privacy", "/accept-invitation?token=x"] {
        assert_eq!(
            send(get(path)).await.header("referrer-policy"),
            "same-origin",
            "{path}"
        );
    }
}

#[actix_web::test]
async fn every_field_of_the_form_has_a_label() {
    let reply = send(get("/privacy/acme")).await;
    for field in ["email", "note"] {
        assert!(
            reply.text.contains(&format!("<label for=\"{field}\">")),
            "{}",
            reply.text
        );
        assert!(
            reply.text.contains(&format!(" id=\"{field}\"")),
            "{}",
            reply.text
        );
    }
}

#[actix_web::test]
async fn nothing_of_an_address_comes_back_in_its_page() {
    for path in [
        "/privacy/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/privacy?lang=%22%3E%3Cscript%3E",
        "/privacy/acme?x=%3Cscript%3E&lang=%3Cscript%3E",
        "/privacy/confirm?token=%3Cscript%3E",
        "/privacy/confirm",
        "/privacy/a%0d%0ab",
    ] {
        let reply = send(with(get(path), &[("accept", "text/html")])).await;
        assert!(
            !reply.text.contains("<script") && !reply.text.contains("alert("),
            "{path}: {}",
            reply.text
        );
    }
    let path = format!("/privacy/confirm?token={TOKEN}");
    assert!(
        !send(get(&path)).await.text.contains(TOKEN),
        "the secret stays in the address"
    );
}

#[actix_web::test]
async fn only_our_own_page_sends_the_form_and_presses_the_button() {
    let asking = || request(Method::POST, "/privacy/acme/requests").set_payload("email=a%40b.de");
    let path = format!("/privacy/confirm?token={TOKEN}");
    let pressing = || request(Method::POST, &path);
    let foreign = ("origin", "https://evil.example");
    for refused in [
        with(asking(), &[FORM]),
        with(asking(), &[FORM, foreign]),
        with(asking(), &[FORM, ("origin", "null")]),
        pressing(),
        with(pressing(), &[foreign]),
    ] {
        assert_eq!(send(refused).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(
        send(with(asking(), &[FORM, OWN])).await.status,
        StatusCode::OK
    );
    let void = send(with(pressing(), &[OWN])).await;
    assert_eq!(
        void.status,
        StatusCode::BAD_REQUEST,
        "it is asked for, and unknown"
    );
}

#[actix_web::test]
async fn a_body_that_is_too_large_is_not_read() {
    let huge = format!("email=a%40b.de&note={}", "a".repeat(1_000_000));
    let asking = request(Method::POST, "/privacy/acme/requests").set_payload(huge);
    let reply = send(with(asking, &[FORM, OWN, ("accept-language", "de")])).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(reply.text.contains("Das ist zu viel"), "{}", reply.text);
}

#[actix_web::test]
async fn the_start_page_leads_to_the_form_and_only_posts_go_to_requests() {
    assert!(send(get("/")).await.text.contains("href=\"/privacy\""));
    assert_ne!(
        send(get("/privacy/acme/requests")).await.status,
        StatusCode::OK
    );
}
