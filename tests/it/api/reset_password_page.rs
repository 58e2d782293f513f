//! The pages of a lost password, and the same over GraphQL.

use crate::both_modes;
use crate::contract::operation;
use crate::harness::{Client, PASSWORD, TestApp};
use reqwest::{Method, StatusCode};
use serde_json::json;
use url::form_urlencoded;

const OWNER: &str = "owner@acme.example";
const NEW: &str = "harbour-Velvet-41-thimble-moss";

async fn post(
    client: &Client,
    path: &str,
    origin: &str,
    fields: &[(&str, &str)],
) -> (StatusCode, String) {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = client
        .request(Method::POST, path)
        .header("origin", origin)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    let response = request.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

async fn log_in(app: &TestApp, password: &str) -> bool {
    let input = json!({ "input": { "tenantSlug": "acme", "email": OWNER, "password": password } });
    let answer = app.anonymous().graphql(&operation("LogIn"), input).await;
    answer.user_error().is_none()
}

both_modes! {
    async fn the_pages_lead_from_a_lost_password_to_a_new_one(app: &TestApp) {
        let owner = app.owner().await;
        let browser = app.anonymous();
        let page = browser.request(Method::GET, "/reset-password").send().await.unwrap().text().await.unwrap();
        assert!(page.contains("action=\"/reset-password/request\""), "{page}");
        let asked = [("tenant", "acme"), ("email", OWNER)];
        let known = post(&browser, "/reset-password/request", browser.base(), &asked).await;
        let unknown = [("tenant", "acme"), ("email", "nobody@acme.example")];
        assert_eq!(known, post(&browser, "/reset-password/request", browser.base(), &unknown).await);
        app.run_jobs().await;

        let token = app.token_in_mail_to(OWNER);
        let page = browser.request(Method::GET, &format!("/reset-password?token={token}&lang=de")).send().await.unwrap();
        assert_eq!(page.headers()["cache-control"], "no-store");
        let page = page.text().await.unwrap();
        assert!(page.contains("Neues Passwort") && page.contains(&token), "{page}");
        assert!(page.contains("name=\"revoke_api_keys\"") && page.contains("<label for=\"revoke\">"), "{page}");
        let form = [("token", token.as_str()), ("password", NEW), ("revoke_api_keys", "yes")];
        let (status, text) = post(&browser, "/reset-password", browser.base(), &form).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert_eq!(owner.graphql(&operation("Viewer"), json!({})).await.status, 401);
        assert!(log_in(app, NEW).await && !log_in(app, PASSWORD).await);
        let (status, text) = post(&browser, "/reset-password", browser.base(), &[("token", &token), ("password", NEW)]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(text.contains("This link is unknown, was used or has expired"), "{text}");
        app.run_jobs().await;
    }

    async fn a_form_on_another_site_resets_nothing_and_markup_stays_text(app: &TestApp) {
        app.owner().await;
        let browser = app.anonymous();
        let hostile = "\"><script>alert(1)</script>";
        for origin in ["https://evil.example", "null"] {
            let fields = [("tenant", "acme"), ("email", OWNER)];
            let (status, _) = post(&browser, "/reset-password/request", origin, &fields).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
            let (status, _) = post(&browser, "/reset-password", origin, &[("token", "x"), ("password", NEW)]).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
        }
        let (status, text) = post(&browser, "/reset-password", browser.base(), &[("token", hostile), ("password", hostile)]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(!text.contains("<script"), "{text}");
        assert_eq!(app.run_jobs().await, 0);
    }

    async fn a_front_end_resets_over_graphql(app: &TestApp) {
        app.owner().await;
        let answers = ["acme", "no-such-company"].map(|slug| json!({ "input": { "tenantSlug": slug, "email": OWNER } }));
        for input in answers {
            let asked = app.anonymous().graphql(&operation("RequestPasswordReset"), input).await;
            assert_eq!(asked.data("/requestPasswordReset"), &json!({ "userErrors": [] }));
        }
        app.run_jobs().await;
        let input = json!({ "input": { "token": app.token_in_mail_to(OWNER), "newPassword": NEW } });
        let reset = app.anonymous().graphql(&operation("ResetPassword"), input.clone()).await;
        assert_eq!(reset.data("/resetPassword/userErrors"), &json!([]));
        let again = app.anonymous().graphql(&operation("ResetPassword"), input).await;
        assert_eq!(again.user_error(), Some("INVALID_TOKEN"));
        assert!(log_in(app, NEW).await);
        app.run_jobs().await;
    }
}
