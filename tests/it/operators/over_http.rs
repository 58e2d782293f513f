//! The whole way of an operator in a browser: the link, the passkey, the log-in, the API, out again.

use super::fixture::{OPERATORS, created};
use super::listener::Listener;
use crate::both_realms;
use crate::harness::{Answer, Client};
use crate::second_factors::authenticator::Authenticator;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use serde_json::json;
use url::form_urlencoded;

const WHO: &str = "{ viewer { email passkeys { name } sessions { nodes { current } } } \
                   tenants { nodes { slug status } } auditEvents { nodes { action } } }";

struct Shown {
    status: u16,
    cookies: Vec<String>,
    text: String,
}

impl Shown {
    async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let cookies = response.headers().get_all("set-cookie").iter();
        let cookies = cookies.map(|value| value.to_str().unwrap().to_owned());
        Self {
            status: response.status().as_u16(),
            cookies: cookies.collect(),
            text: response.text().await.unwrap(),
        }
    }

    fn between(&self, start: &str) -> String {
        let (_, rest) = self
            .text
            .split_once(start)
            .unwrap_or_else(|| panic!("{}", self.text));
        let value = rest.split_once('"').unwrap().0;
        value
            .replace("&quot;", "\"")
            .replace("&#34;", "\"")
            .replace("&amp;", "&")
    }

    fn session(&self) -> String {
        let cookie = self
            .cookies
            .iter()
            .find(|one| one.starts_with("__Host-xorb_operator="))
            .unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

async fn post(client: &Client, origin: &str, path: &str, fields: &[(&str, &str)]) -> Shown {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = client
        .request(Method::POST, path)
        .header(ORIGIN, origin)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body);
    Shown::of(request).await
}

async fn graphql(client: &Client, cookie: &str, query: &str) -> Answer {
    let request = client
        .request(Method::POST, "/graphql")
        .header(ORIGIN, OPERATORS)
        .header("x-xorb-client", "test")
        .header(COOKIE, cookie)
        .json(&json!({ "query": query }));
    Answer::of(request.send().await.unwrap()).await
}

both_realms! {
    async fn the_link_leads_to_a_session_and_the_session_to_the_api(app: &TestApp) {
        let listener = Listener::open(app);
        let client = &listener.client;
        let link = created(app, "otto@platform.example").await.unwrap();
        let page = Shown::of(client.request(Method::GET, link.path.expose())).await;
        let mut passkey = Authenticator::at(OPERATORS);
        let answer = passkey.create(&page.between("data-passkey=\""));
        let token = page.between("name=\"token\" value=\"");
        let fields = [("token", token.as_str()), ("response", answer.as_str())];
        let foreign = post(client, "https://evil.example", "/enroll", &fields).await;
        assert_eq!(foreign.status, 403);
        let made = post(client, OPERATORS, "/enroll", &fields).await;
        assert_eq!(made.status, 200, "{}", made.text);
        assert_eq!(post(client, OPERATORS, "/enroll", &fields).await.status, 400, "once");
        app.run_jobs().await;
        assert_eq!(post(client, "https://evil.example", "/log-in", &[]).await.status, 403);
        let asked = post(client, OPERATORS, "/log-in", &[]).await;
        let answer = passkey.get(&asked.between("data-passkey=\""));
        let token = asked.between("name=\"token\" value=\"");
        let done = post(client, OPERATORS, "/log-in/answer", &[("token", &token), ("response", &answer)]).await;
        assert_eq!(done.status, 303, "{}", done.text);
        let cookie = done.session();
        let seen = graphql(client, &cookie, WHO).await;
        assert_eq!(seen.text("/viewer/email"), "otto@platform.example");
        assert_eq!(seen.data("/tenants/nodes"), &json!([{ "slug": "platform", "status": "PLATFORM" }]));
        assert_eq!(seen.text("/auditEvents/nodes/0/action"), "session.logged_in");
        let out = Shown::of(client.request(Method::POST, "/log-out").header(ORIGIN, OPERATORS).header(COOKIE, &cookie)).await;
        assert!(out.cookies.iter().any(|one| one.starts_with("__Host-xorb_operator=;")));
        assert_eq!(graphql(client, &cookie, WHO).await.code(), Some("UNAUTHENTICATED"));
        listener.close().await;
    }

    async fn the_cookie_of_one_listener_says_nothing_on_the_other(app: &TestApp) {
        let otto = super::fixture::operator(app, "otto@platform.example").await;
        let owner = app.owner().await;
        let listener = Listener::open(app);
        let cookie = otto.cookie.expose();
        for name in ["__Host-xorb_operator", "__Host-xorb_session"] {
            let request = app.anonymous().request(Method::POST, "/graphql")
                .header(ORIGIN, crate::second_factors::authenticator::ORIGIN)
                .header("x-xorb-client", "test")
                .header(COOKIE, format!("{name}={cookie}"))
                .json(&json!({ "query": "{ viewer { user { id } } }" }));
            assert_eq!(Answer::of(request.send().await.unwrap()).await.code(), Some("UNAUTHENTICATED"), "{name}");
        }
        let request = listener.client.request(Method::POST, "/graphql")
            .bearer_auth(owner.access_token().unwrap())
            .json(&json!({ "query": "{ viewer { email } }" }));
        assert_eq!(Answer::of(request.send().await.unwrap()).await.code(), Some("UNAUTHENTICATED"));
        let anonymous = listener.client.graphql("{ tenants { nodes { slug } } }", json!({})).await;
        assert_eq!(anonymous.code(), Some("UNAUTHENTICATED"));
        listener.close().await;
    }

    async fn the_two_listeners_have_no_page_in_common_but_files_and_health(app: &TestApp) {
        let listener = Listener::open(app);
        for path in ["/accept-invitation", "/reset-password", "/confirm-email", "/privacy", "/log-in", "/.well-known/jwks.json"] {
            let shown = Shown::of(listener.client.request(Method::GET, path)).await;
            assert!(matches!(shown.status, 404 | 405), "{path}: {}", shown.status);
            assert_ne!(Shown::of(app.browser().request(Method::GET, path)).await.status, 404, "{path}");
        }
        for path in ["/enroll?token=x", "/metrics", "/log-in/answer"] {
            let shown = Shown::of(app.browser().request(Method::GET, path)).await;
            assert_eq!(shown.status, 404, "{path}");
        }
        let page = Shown::of(listener.client.request(Method::GET, "/")).await;
        assert!(page.status == 200 && page.text.contains("passkey"));
        listener.close().await;
    }
}

#[test]
fn the_operators_schema_is_the_list_of_what_they_may_do() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/operators.graphql");
    let kept = std::fs::read_to_string(path).unwrap();
    let is_current = kept == xorb_api::graphql::operators_sdl();
    assert!(
        is_current,
        "operators.graphql is not current: run make schema, and review it"
    );
}
