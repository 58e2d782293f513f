//! Which pages may read answers.

use actix_web::http::{Method, StatusCode};
use xorb_domain::settings::Role;

use super::client::{post, request, send, send_to, with};
use crate::testing::edge_with;

const PREFLIGHT: [(&str, &str); 2] = [
    ("access-control-request-method", "POST"),
    (
        "access-control-request-headers",
        "content-type,x-xorb-client",
    ),
];

#[actix_web::test]
async fn embedded_answers_preflights_of_loopback_pages_only() {
    for (origin, allowed) in [
        ("http://localhost:3000", true),
        ("https://evil.example", false),
    ] {
        let preflight = with(request(Method::OPTIONS, "/graphql"), &PREFLIGHT);
        let reply = send(with(preflight, &[("origin", origin)])).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT);
        assert_eq!(
            reply.header("access-control-allow-origin") == origin,
            allowed,
            "{origin}"
        );
        assert_eq!(
            reply
                .header("access-control-allow-headers")
                .contains("x-xorb-client"),
            allowed
        );
        assert_eq!(reply.header("vary"), "Origin");
    }
}

#[actix_web::test]
async fn answers_are_marked_for_configured_origins_even_when_they_are_refusals() {
    let edge = || {
        edge_with(
            Role::Embedded,
            &[("XORB__HTTP__CORS_ORIGINS", "https://app.example.org")],
            |_| {},
        )
    };
    for query in ["{ hello }", "{"] {
        let reply = send_to(
            edge(),
            with(post(query), &[("origin", "https://app.example.org")]),
        )
        .await;
        assert_eq!(
            reply.header("access-control-allow-origin"),
            "https://app.example.org"
        );
        assert_eq!(reply.header("access-control-allow-credentials"), "true");
    }
}
