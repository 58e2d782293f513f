//! What an operator can do in somebody's name: every root field of the schema is tried, and the reviewed ones pass.

use super::fixture::in_name;
use crate::api_keys::field_matrix::{Case, cases};
use crate::both_realms;
use crate::harness::{Answer, Client};
use crate::second_factors::authenticator::ORIGIN as PUBLIC;
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use reqwest::{Method, StatusCode};
use serde_json::json;

/// In an owner's name: whoever has every permission shows best what is withheld.
const REVIEWED: [&str; 20] = [
    "mutation cancelScan",
    "mutation createAsset",
    "mutation logOut",
    "mutation startScan",
    "mutation triageFinding",
    "mutation updateAsset",
    "query asset",
    "query assets",
    "query customRoles",
    "query finding",
    "query findings",
    "query job",
    "query jobs",
    "query node",
    "query nodes",
    "query rateLimit",
    "query scan",
    "query scans",
    "query users",
    "query viewer",
];

async fn send(client: &Client, cookie: &str, case: &Case) -> Answer {
    let request = client
        .request(Method::POST, "/graphql")
        .header(ORIGIN, PUBLIC)
        .header("x-xorb-client", "test")
        .header(COOKIE, format!("__Host-xorb_session={cookie}"))
        .json(&json!({ "query": case.document, "variables": case.variables }));
    Answer::of(request.send().await.unwrap()).await
}

both_realms! {
    async fn nothing_but_what_was_reviewed_is_possible(app: &TestApp) {
        let it = in_name(app).await;
        let client = app.anonymous();
        let mut passed = Vec::new();
        let mut cases = cases();
        cases.retain(|case| !case.name.starts_with("subscription"));
        cases.sort_by_key(|case| case.name == "mutation logOut");
        for case in &cases {
            let answer = send(&client, it.cookie.expose(), case).await;
            assert_ne!(answer.code(), Some("UNAUTHENTICATED"), "{}: {answer:?}", case.name);
            if answer.code() != Some("FORBIDDEN") {
                passed.push(case.name.clone());
            }
        }
        passed.sort();
        assert_eq!(passed, REVIEWED);
        app.run_jobs().await;
    }

    async fn behind_a_node_there_is_nothing_more(app: &TestApp) {
        let it = in_name(app).await;
        let case = Case {
            name: String::new(),
            document: "{ viewer { impersonation { reason since expiresAt } permissions \
                       sessions { nodes { id } } } }".to_owned(),
            variables: json!({}),
        };
        let answer = send(&app.anonymous(), it.cookie.expose(), &case).await;
        let viewer = &answer.body["data"]["viewer"];
        assert_eq!(viewer["impersonation"]["reason"], "Ticket 4711.");
        let permissions = json!([
            "users:read", "assets:read", "assets:manage", "scans:read", "scans:start", "scans:cancel",
            "findings:read", "findings:triage", "jobs:read",
        ]);
        assert_eq!(viewer["permissions"], permissions);
        assert!(viewer["sessions"].is_null(), "{answer:?}");
    }

    async fn the_page_opens_the_session_by_its_form_only(app: &TestApp) {
        let it = in_name(app).await;
        let ticket = super::fixture::ticket(app, &it.operator.actor, it.grant.id).await.unwrap();
        let browser = app.browser();
        let (_, path) = ticket.url.expose().split_once(PUBLIC).unwrap();
        let page = browser.request(Method::GET, path).send().await.unwrap();
        assert!(page.status() == StatusCode::OK && page.headers().get("set-cookie").is_none());
        let (_, token) = path.split_once("token=").unwrap();
        let submit = async |origin: &str| {
            let form = browser.request(Method::POST, "/impersonate")
                .header(ORIGIN, origin)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(format!("token={token}"));
            form.send().await.unwrap()
        };
        assert_eq!(submit("https://evil.example").await.status(), StatusCode::FORBIDDEN);
        let opened = submit(PUBLIC).await;
        assert_eq!(opened.status(), StatusCode::OK);
        let cookie = opened.headers()["set-cookie"].to_str().unwrap().to_owned();
        assert!(cookie.starts_with("__Host-xorb_session="), "{cookie}");
        assert!(opened.text().await.unwrap().contains("action=\"/log-out\""));
        assert_eq!(submit(PUBLIC).await.status(), StatusCode::BAD_REQUEST, "once");
        app.run_jobs().await;
    }
}
