//! Which answers are compressed, and how.

use std::io::Read;

use actix_web::body::to_bytes;
use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, init_service};

use super::client::{get, post, with};
use crate::http::app;
use crate::testing;

/// An answer of a good kilobyte.
const LONG: &str = "{ things(first: 100) { nodes { id parts { name } } } }";

async fn raw(request: TestRequest) -> (HeaderMap, Vec<u8>) {
    let service = init_service(app(testing::edge())).await;
    let response = actix_web::test::call_service(&service, request.to_request()).await;
    let headers = response.headers().clone();
    let Ok(body) = to_bytes(response.into_body()).await else {
        panic!("the body broke off")
    };
    (headers, body.to_vec())
}

fn encoding(headers: &HeaderMap) -> &str {
    let value = headers.get("content-encoding");
    value.map_or("", |value| value.to_str().unwrap())
}

#[actix_web::test]
async fn long_answers_come_as_the_client_likes_them() {
    let (_, plain) = raw(post(LONG)).await;
    for (accepted, expected) in [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("deflate", ""),
        ("identity", ""),
        ("br;q=0", ""),
    ] {
        let (headers, body) = raw(with(post(LONG), &[("accept-encoding", accepted)])).await;
        assert_eq!(encoding(&headers), expected, "{accepted}");
        let vary: Vec<_> = headers.get_all("vary").collect();
        assert_eq!(vary, ["accept-encoding", "Origin"], "{accepted}");
        let mut read = Vec::new();
        match expected {
            "br" => brotli::Decompressor::new(&body[..], 4_096).read_to_end(&mut read),
            "gzip" => flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut read),
            _ => (&body[..]).read_to_end(&mut read),
        }
        .unwrap();
        let without_id = |text: &[u8]| text[..text.len() - 60].to_vec();
        assert_eq!(without_id(&read), without_id(&plain), "{accepted}");
        assert_eq!(body.len() < plain.len() / 4, !expected.is_empty());
    }
}

#[actix_web::test]
async fn what_is_short_or_may_carry_a_secret_is_not_compressed() {
    let long_name = "x".repeat(3_000);
    let short = "{ hello }".to_owned();
    let mutation = format!("mutation {{ {long_name}: change }}");
    let cookie = format!("mutation {{ {long_name}: logIn }}");
    for document in [short, mutation, cookie] {
        let (headers, _) = raw(with(post(&document), &[("accept-encoding", "br")])).await;
        assert_eq!(
            encoding(&headers),
            "",
            "{}",
            &document[..20.min(document.len())]
        );
    }
    let page = with(
        get("/privacy"),
        &[("accept-encoding", "br"), ("accept", "text/html")],
    );
    let (headers, body) = raw(page).await;
    assert!(body.len() > 1_024 && encoding(&headers).is_empty());
}
