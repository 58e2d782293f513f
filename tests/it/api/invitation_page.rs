//! The page that an invitation's mail leads to: from the link to a session in the browser, and what it refuses.

use crate::both_modes;
use crate::contract::operation;
use crate::harness::{Client, PASSWORD, TestApp};
use chrono::TimeDelta;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use url::form_urlencoded;

const MIA: &str = "mia@acme.example";

/// What a browser shows.
struct Shown {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Shown {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    /// The form again, with a reason, and no session.
    #[track_caller]
    fn assert_refused(&self, status: StatusCode, reason: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        let alert = format!("<p role=\"alert\">{reason}");
        assert!(self.text.contains(&alert), "{}", self.text);
        assert!(!self.headers.contains_key("set-cookie"));
    }
}

/// The link in the mail that invites Mia, without the host.
async fn invited(app: &TestApp) -> String {
    let input = json!({ "input": { "email": MIA, "roles": ["PENTESTER"] } });
    let invited = app
        .owner()
        .await
        .graphql(&operation("InviteUser"), input)
        .await;
    assert_eq!(invited.data("/inviteUser/userErrors"), &json!([]));
    app.run_jobs().await;
    let mail = app.mails_to(MIA).pop().unwrap();
    let link = mail
        .split_whitespace()
        .find(|word| word.contains("/accept-invitation?"));
    link.unwrap()
        .strip_prefix(&app.base())
        .expect("a link to here")
        .to_owned()
}

async fn follow(client: &Client, link: &str) -> Shown {
    Shown::of(client.request(Method::GET, link)).await
}

/// What the page's form would send, from a page of this origin.
async fn submit(client: &Client, origin: &str, token: &str, name: &str, password: &str) -> Shown {
    let fields = [
        ("token", token),
        ("display_name", name),
        ("password", password),
    ];
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = client
        .request(Method::POST, "/accept-invitation")
        .header("origin", origin)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    Shown::of(request).await
}

async fn accept(client: &Client, token: &str) -> Shown {
    submit(client, client.base(), token, "Mia", PASSWORD).await
}

/// The value that the page has put into its form.
fn token_in_form(page: &Shown) -> &str {
    let (_, rest) = page.text.split_once("name=\"token\" value=\"").unwrap();
    rest.split_once('"').unwrap().0
}

async fn with_cookie(
    client: &Client,
    cookie: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, Value) {
    let document = json!({ "query": operation("Viewer") });
    let mut request = client
        .request(Method::POST, "/graphql")
        .header("cookie", cookie)
        .json(&document);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let shown = Shown::of(request).await;
    (shown.status, serde_json::from_str(&shown.text).unwrap())
}

async fn people(app: &TestApp) -> i64 {
    let users = app
        .owner()
        .await
        .graphql(&operation("Users"), json!({ "first": 10 }))
        .await;
    users.data("/users/totalCount").as_i64().unwrap()
}

both_modes! {
    async fn the_link_of_the_mail_leads_to_a_session_in_the_browser(app: &TestApp) {
        let link = invited(app).await;
        let browser = app.anonymous();
        let page = follow(&browser, &link).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.headers["cache-control"], "no-store");
        assert!(page.headers["content-security-policy"].to_str().unwrap().contains("form-action 'self'"));
        assert!(link.ends_with(token_in_form(&page)), "{link}");

        let welcome = accept(&browser, token_in_form(&page)).await;
        assert_eq!(welcome.status, StatusCode::OK, "{}", welcome.text);
        assert!(welcome.text.contains("Your account is ready"), "{}", welcome.text);
        let header = welcome.headers["set-cookie"].to_str().unwrap();
        assert!(header.starts_with("__Host-xorb_session="), "{header}");
        for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(header.contains(attribute), "{header}");
        }

        let cookie = header.split(';').next().unwrap();
        let (own, client) = (("origin", browser.base()), ("x-xorb-client", "test"));
        let (status, answer) = with_cookie(&browser, cookie, &[own, client]).await;
        let user = &answer["data"]["viewer"]["user"];
        assert_eq!((status, &user["email"]), (StatusCode::OK, &json!(MIA)), "{answer}");
        assert_eq!(user["roles"], json!(["PENTESTER"]));
        for headers in [vec![own], vec![client], vec![("origin", "https://evil.example"), client]] {
            let (_, answer) = with_cookie(&browser, cookie, &headers).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{headers:?}: {answer}");
            assert!(answer["data"].is_null(), "{answer}");
        }
    }

    async fn a_form_on_another_site_makes_nobody_a_member(app: &TestApp) {
        let link = invited(app).await;
        let (_, token) = link.split_once("token=").unwrap();
        let browser = app.anonymous();
        for origin in ["https://evil.example", "null", &format!("{}.evil.example", app.base())] {
            let refused = submit(&browser, origin, token, "Mia", PASSWORD).await;
            refused.assert_refused(StatusCode::FORBIDDEN, "Open the link of your mail again");
            assert!(!refused.text.contains(token));
        }
        assert_eq!(people(app).await, 1);
        assert_eq!(accept(&browser, token).await.status, StatusCode::OK, "the invitation still stands");
    }

    async fn a_token_that_is_no_good_makes_no_account_and_says_what_to_do(app: &TestApp) {
        let browser = app.anonymous();
        let refusal = "this invitation is unknown, was used or has expired";
        for garbled in ["", "x", "\0", "%00", &"A".repeat(10_000)] {
            accept(&browser, garbled).await.assert_refused(StatusCode::BAD_REQUEST, refusal);
        }
        let link = invited(app).await;
        let (_, token) = link.split_once("token=").unwrap();
        let unknown: String = token.chars().rev().collect();
        accept(&browser, &unknown).await.assert_refused(StatusCode::BAD_REQUEST, refusal);
        app.clock.advance(TimeDelta::days(8));
        accept(&browser, token).await.assert_refused(StatusCode::BAD_REQUEST, refusal);
        let log_in = json!({ "input": { "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD } });
        let owner = browser.graphql(&operation("LogIn"), log_in).await;
        let owner = browser.with_token(&owner.text("/logIn/session/accessToken"));
        let users = owner.graphql(&operation("Users"), json!({ "first": 10 })).await;
        assert_eq!(users.data("/users/totalCount"), &json!(1));
    }

    async fn a_link_works_once(app: &TestApp) {
        let link = invited(app).await;
        let (_, token) = link.split_once("token=").unwrap();
        let browser = app.anonymous();
        assert_eq!(accept(&browser, token).await.status, StatusCode::OK);
        let again = accept(&browser, token).await;
        again.assert_refused(StatusCode::BAD_REQUEST, "this invitation is unknown, was used or has expired");
        assert_eq!(people(app).await, 2);
    }

    async fn what_was_typed_is_never_shown_as_markup(app: &TestApp) {
        let link = invited(app).await;
        let (_, token) = link.split_once("token=").unwrap();
        let (browser, hostile) = (app.anonymous(), "\"><script>alert(1)</script>");
        let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("token", hostile).finish();
        let page = follow(&browser, &format!("/accept-invitation?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("<script"), "{}", page.text);
        for (token, name, password) in [(hostile, "Mia", PASSWORD), (token, &hostile.repeat(9), PASSWORD), (token, hostile, "<script>")] {
            let refused = submit(&browser, browser.base(), token, name, password).await;
            refused.assert_refused(StatusCode::BAD_REQUEST, "");
            assert!(!refused.text.contains("<script") && !refused.text.contains(PASSWORD), "{}", refused.text);
        }
        assert_eq!(people(app).await, 1);
    }
}
