//! Whole requests through the whole application, over an SQLite database of its own: HTTP, JSON, gate, caller, cost,
//! resolvers, answer. None may panic, be answered with a 5xx, or say `INTERNAL`.
//!
//! The first byte of an input says what the rest is: a document (`d`; variables behind a zero byte), a body (`j`) or a
//! query string (`g`). In capitals the owner of a tenant sends it, otherwise nobody known.

#![no_main]

mod house;

use actix_web::http::{Method, Uri};
use actix_web::test::TestRequest;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

use house::{House, Reply};

thread_local! {
    static HOUSE: House = House::open();
}

fuzz_target!(|input: &[u8]| {
    let Some((kind, rest)) = input.split_first() else {
        return;
    };
    let request = match kind.to_ascii_lowercase() {
        b'd' => document(rest).map(post),
        b'j' => Some(post(rest.to_vec())),
        b'g' => get(rest),
        _ => None,
    };
    if let Some(request) = request {
        HOUSE.with(|house| check(&house.send(request, kind.is_ascii_uppercase())));
    }
});

fn document(input: &[u8]) -> Option<Vec<u8>> {
    let mut parts = input.splitn(2, |byte| *byte == 0);
    let query = Value::from(std::str::from_utf8(parts.next()?).ok()?);
    let variables = parts.next().unwrap_or(b"null");
    let start = format!("{{\"query\":{query},\"variables\":");
    Some([start.as_bytes(), variables, b"}"].concat())
}

fn post(body: Vec<u8>) -> TestRequest {
    TestRequest::default()
        .method(Method::POST)
        .uri("/graphql")
        .insert_header(("content-type", "application/json"))
        .set_payload(body)
}

fn get(query_string: &[u8]) -> Option<TestRequest> {
    let query_string = std::str::from_utf8(query_string).ok()?;
    let uri = Uri::try_from(format!("/graphql?{query_string}")).ok()?;
    Some(TestRequest::default().uri(&uri.to_string()))
}

fn check(reply: &Reply) {
    let text = String::from_utf8_lossy(&reply.body);
    assert!(reply.status < 500, "{}: {text}", reply.status);
    let answer: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let errors = answer["errors"].as_array();
    for error in errors.into_iter().flatten() {
        assert_ne!(error["extensions"]["code"], "INTERNAL", "{text}");
    }
}
