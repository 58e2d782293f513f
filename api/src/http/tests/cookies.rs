//! The rules for requests with a cookie.

use actix_web::http::StatusCode;

use super::client::{Reply, get, post, send, with};

const COOKIE: (&str, &str) = ("cookie", "__Host-xorb_session=good");
const CLIENT: (&str, &str) = ("x-xorb-client", "test");
const OURS: (&str, &str) = ("origin", "http://localhost:8080");
const THEIRS: (&str, &str) = ("origin", "https://evil.example");

async fn viewer(headers: &[(&str, &str)]) -> Reply {
    send(with(post("{ viewer }"), headers)).await
}

#[actix_web::test]
async fn a_cookie_counts_with_an_allowed_origin_and_the_client_header() {
    let reply = viewer(&[COOKIE, CLIENT, OURS]).await;
    assert_eq!(
        (reply.status, &reply.json()["data"]["viewer"]),
        (StatusCode::OK, &"Ann".into())
    );
}

#[actix_web::test]
async fn a_cookie_without_either_is_forbidden() {
    for headers in [
        &[COOKIE, CLIENT][..],
        &[COOKIE, OURS],
        &[COOKIE, CLIENT, THEIRS],
        &[COOKIE, CLIENT, ("origin", "null")],
        &[COOKIE],
    ] {
        let reply = viewer(headers).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::FORBIDDEN, "FORBIDDEN"),
            "{headers:?}"
        );
    }
}

#[actix_web::test]
async fn with_a_token_the_cookie_is_ignored() {
    let reply = viewer(&[COOKIE, THEIRS, ("authorization", "Bearer good")]).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(
        viewer(&[COOKIE, CLIENT, OURS, ("authorization", "Bearer wrong")])
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
}

#[actix_web::test]
async fn a_get_may_lack_the_origin_but_not_the_client_header() {
    let viewer =
        |headers: &'static [(&str, &str)]| send(with(get("/graphql?query=%7Bviewer%7D"), headers));
    assert_eq!(viewer(&[COOKIE, CLIENT]).await.status, StatusCode::OK);
    assert_eq!(viewer(&[COOKIE]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        viewer(&[COOKIE, CLIENT, THEIRS]).await.status,
        StatusCode::FORBIDDEN
    );
}

#[actix_web::test]
async fn a_resolver_can_set_a_cookie() {
    let reply = send(post("mutation { logIn }")).await;
    assert!(
        reply
            .header("set-cookie")
            .starts_with("__Host-xorb_session=good; ")
    );
}
