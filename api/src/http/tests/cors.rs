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
        let vary: Vec<_> = reply.headers.get_all("vary").collect();
        assert_eq!(vary.len(), 2);
        assert_eq!(
            vary[0],
            "Access-Control-Request-Method, Access-Control-Request-Headers"
        );
        assert_eq!(vary[1], "Origin");
        assert_eq!(reply.header("access-control-max-age") == "600", allowed);
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
        let exposed = reply.header("access-control-expose-headers");
        for name in [
            "x-request-id",
            "ratelimit",
            "ratelimit-policy",
            "retry-after",
        ] {
            assert!(exposed.split(", ").any(|header| header == name), "{name}");
        }
        assert!(reply.headers.get_all("vary").any(|value| value == "Origin"));
    }
}

#[actix_web::test]
async fn other_pages_are_told_nothing_and_caches_keep_them_apart() {
    let evil = ("origin", "https://evil.example");
    for headers in [&[evil][..], &[]] {
        let reply = send(with(post("{ hello }"), headers)).await;
        let named = reply.headers.keys().map(ToString::to_string);
        let told: Vec<_> = named
            .filter(|name| name.starts_with("access-control"))
            .collect();
        assert_eq!(told, [] as [&str; 0]);
        assert!(reply.headers.get_all("vary").any(|value| value == "Origin"));
    }
}

#[actix_web::test]
async fn a_page_can_read_that_it_is_over_its_limit() {
    let edge = edge_with(
        Role::Embedded,
        &[
            ("XORB__RATE_LIMIT__BURST", "1"),
            ("XORB__RATE_LIMIT__REQUESTS_PER_SECOND", "1"),
        ],
        |_| {},
    );
    let asking = || with(post("{ hello }"), &[("origin", "http://localhost:3000")]);
    assert_eq!(send_to(edge.clone(), asking()).await.status, StatusCode::OK);
    let refused = send_to(edge, asking()).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        refused.header("access-control-allow-origin"),
        "http://localhost:3000"
    );
    assert!(refused.header("retry-after").parse::<u64>().is_ok());
}
