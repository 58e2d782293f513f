//! Browser sessions: the cookie beside the answer, and no token in it.

use crate::both_modes;
use crate::contract::operation;
use crate::harness::{Answer, Client, PASSWORD, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

async fn log_in(app: &TestApp) -> Answer {
    app.owner().await;
    let input = json!({ "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD, "delivery": "COOKIE" });
    app.anonymous()
        .graphql(&operation("LogIn"), json!({ "input": input }))
        .await
}

/// `name=value` of the cookie that the answer sets.
fn cookie(answer: &Answer) -> String {
    let header = answer.headers["set-cookie"].to_str().unwrap();
    header.split(';').next().unwrap().to_owned()
}

/// An operation of a page of the API's own origin, as a browser sends it.
async fn from_page(client: &Client, cookie: &str, document: &str, variables: Value) -> Answer {
    let request = client
        .request(Method::POST, "/graphql")
        .header("cookie", cookie);
    let request = request
        .header("origin", client.base())
        .header("x-xorb-client", "test");
    let body = json!({ "query": document, "variables": variables });
    Answer::of(request.json(&body).send().await.unwrap()).await
}

both_modes! {
    async fn a_browser_gets_a_cookie_and_no_token(app: &TestApp) {
        let answer = log_in(app).await;
        let session = answer.data("/logIn/session");
        assert!(session["accessToken"].is_null() && session["refreshToken"].is_null());
        assert!(session["expiresAt"].is_string());
        let header = answer.headers["set-cookie"].to_str().unwrap();
        assert!(header.starts_with("__Host-xorb_session="), "{header}");
        for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(header.contains(attribute), "{header}");
        }
        assert!(!header.contains("Domain"), "{header}");

        let client = app.anonymous();
        let viewer = from_page(&client, &cookie(&answer), &operation("Viewer"), json!({})).await;
        assert_eq!(viewer.text("/viewer/user/email"), "owner@acme.example");
    }

    async fn a_cookie_that_was_logged_out_is_taken_back_and_lets_nobody_in_but_a_new_log_in(app: &TestApp) {
        let answer = log_in(app).await;
        let (client, stale) = (app.anonymous(), cookie(&answer));
        let left = from_page(&client, &stale, &operation("LogOut"), json!({})).await;
        assert_eq!(left.data("/logOut/userErrors"), &json!([]));
        let header = left.headers["set-cookie"].to_str().unwrap();
        assert!(header.starts_with("__Host-xorb_session=;") && header.contains("Max-Age=0"), "{header}");
        let refused = from_page(&client, &stale, &operation("Viewer"), json!({})).await;
        assert_eq!((refused.status, refused.code()), (401, Some("UNAUTHENTICATED")));
        let input = json!({ "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD, "delivery": "COOKIE" });
        let again = from_page(&client, &stale, &operation("LogIn"), json!({ "input": input })).await;
        assert_ne!(cookie(&again), stale);
    }
}
