//! Pages, GraphiQL and what machines ask.

use actix_web::http::StatusCode;
use xorb_domain::settings::Role;

use super::client::{get, send, send_to, with};
use crate::testing::edge_with;

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

#[actix_web::test]
async fn the_start_page_leads_to_graphiql_and_needs_no_other_host() {
    let reply = send(with(get("/"), &[BROWSER])).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.text.contains("href=\"/graphql\"") && reply.text.contains("<html lang=\"en\">"));
    assert!(!reply.text.contains("//"), "{}", reply.text);
}

#[actix_web::test]
async fn a_browser_gets_graphiql_with_its_scripts_from_here() {
    let reply = send(with(get("/graphql"), &[BROWSER])).await;
    assert!(reply.header("content-type").starts_with("text/html"));
    assert!(reply.text.contains("/graphiql/graphiql.js") && !reply.text.contains("http"));
    assert!(
        reply
            .header("content-security-policy")
            .contains("script-src 'self';")
    );
    let closed = edge_with(
        Role::Embedded,
        &[("XORB__GRAPHQL__GRAPHIQL", "false")],
        |_| {},
    );
    assert_eq!(
        send_to(closed, with(get("/graphql"), &[BROWSER]))
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
}

#[actix_web::test]
async fn assets_are_kept_by_browsers_and_asked_for_by_their_tag() {
    for path in [
        "/graphiql/graphiql.js",
        "/graphiql/graphiql.css",
        "/graphiql/page.css",
        "/graphiql/licenses.txt",
        "/assets/pages.css",
        "/assets/icon.svg",
    ] {
        let reply = send(get(path)).await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        let again = send(with(get(path), &[("if-none-match", reply.header("etag"))])).await;
        assert_eq!(
            (again.status, again.text.len()),
            (StatusCode::NOT_MODIFIED, 0),
            "{path}"
        );
    }
    assert_eq!(
        send(get("/graphiql/graphiql.js"))
            .await
            .header("content-encoding"),
        "gzip"
    );
    assert_eq!(
        send(get("/assets/nothing")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[actix_web::test]
async fn alive_does_not_mean_ready() {
    assert_eq!(send(get("/livez")).await.status, StatusCode::OK);
    let reply = send(get("/readyz")).await;
    assert_eq!(
        (reply.status, &reply.json()["reason"]),
        (
            StatusCode::SERVICE_UNAVAILABLE,
            &"the schema is too old".into()
        )
    );
}

#[actix_web::test]
async fn the_public_keys_are_there_and_may_be_cached() {
    let reply = send(get("/.well-known/jwks.json")).await;
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (StatusCode::OK, "{\"keys\":[]}")
    );
    assert!(reply.header("cache-control").contains("max-age=300"));
}

#[actix_web::test]
async fn metrics_are_not_on_the_public_listener() {
    assert_eq!(send(get("/metrics")).await.status, StatusCode::NOT_FOUND);
}
