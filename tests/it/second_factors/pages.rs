//! The pages on which people log in and out, as a browser uses them.

use super::authenticator::{Authenticator, ORIGIN};
use super::fixture::{Phone, enroll, enrolled, owner_email, tenant};
use crate::both_modes;
use crate::harness::{Client, Mode, TestApp};
use crate::identity::fixture::{PASSWORD, member};
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use url::form_urlencoded;
use xorb_domain::identity::{
    Actor, FinishPasskeyEnrollment, Role, UpdateAccessPolicy, finish_passkey_enrollment,
    start_passkey_enrollment, update_access_policy,
};
use xorb_entities::identity::SecondFactorPolicy;

async fn demand_of_all(app: &TestApp, owner: &Actor) {
    enroll(app, owner).await;
    let input = UpdateAccessPolicy {
        second_factor: Some(SecondFactorPolicy::All),
        single_sign_on: None,
        session_idle_minutes: None,
        expected_version: None,
    };
    update_access_policy(app.core(), owner, input)
        .await
        .unwrap();
}

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

    /// `name=value` of the session cookie.
    fn cookie(&self) -> Option<String> {
        let cookies = self.headers.get_all("set-cookie").into_iter();
        let mut values = cookies.map(|value| value.to_str().unwrap());
        let found = values.find(|value| value.starts_with("__Host-xorb_session="))?;
        found.split(';').next().map(str::to_owned)
    }

    /// The value of a hidden field.
    fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self
            .text
            .split_once(&start)
            .unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split_once('"').unwrap().0.to_owned()
    }

    #[track_caller]
    fn assert_refused(&self, status: StatusCode) {
        assert_eq!(self.status, status, "{}", self.text);
        assert!(self.text.contains("role=\"alert\""), "{}", self.text);
        assert!(self.cookie().is_none());
    }
}

async fn get(client: &Client, path: &str) -> Shown {
    Shown::of(client.request(Method::GET, path)).await
}

async fn post_from(client: &Client, origin: &str, path: &str, fields: &[(&str, &str)]) -> Shown {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = client
        .request(Method::POST, path)
        .header("origin", origin)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    Shown::of(request).await
}

async fn post(client: &Client, path: &str, fields: &[(&str, &str)]) -> Shown {
    post_from(client, client.base(), path, fields).await
}

async fn log_in(client: &Client, password: &str) -> Shown {
    let email = owner_email("acme");
    let fields = [
        ("tenant", "acme"),
        ("email", email.as_str()),
        ("password", password),
        ("return_to", "/graphql"),
    ];
    post(client, "/log-in", &fields).await
}

both_modes! {
    async fn the_password_leads_on_with_a_session(app: &TestApp) {
        tenant(app, "acme").await;
        let browser = app.browser();
        let page = get(&browser, "/log-in?tenant=acme&returnTo=/graphql").await;
        assert_eq!((page.status, page.hidden("return_to").as_str()), (StatusCode::OK, "/graphql"));
        assert!(page.text.contains("value=\"acme\"") && page.text.contains("href=\"/reset-password"));
        assert!(page.headers["content-security-policy"].to_str().unwrap().contains("form-action 'self'"));
        let done = log_in(&browser, PASSWORD).await;
        assert_eq!((done.status, &done.headers["location"]), (StatusCode::SEE_OTHER, &"/graphql".parse().unwrap()));
        let cookie = done.cookie().unwrap();
        let out = browser.request(Method::POST, "/log-out").header("origin", browser.base()).header("cookie", &cookie);
        let out = Shown::of(out).await;
        assert_eq!((out.status, &out.headers["location"]), (StatusCode::SEE_OTHER, &"/signed-out".parse().unwrap()));
        assert!(out.cookie().unwrap().ends_with('='));
        assert!(get(&browser, "/signed-out?lang=de").await.text.contains("Sie sind abgemeldet"));
        app.run_jobs().await;
    }

    async fn the_page_of_the_second_factor_comes_between(app: &TestApp) {
        let owner = enrolled(app, "acme").await;
        let browser = app.browser();
        let asked = log_in(&browser, PASSWORD).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
        assert!(asked.cookie().is_none() && asked.text.contains("one-time-code"), "{}", asked.text);
        let token = asked.hidden("token");
        let wrong = post(&browser, "/log-in/second-factor", &[("token", &token), ("code", "000000")]).await;
        wrong.assert_refused(StatusCode::BAD_REQUEST);
        assert_eq!(wrong.hidden("token"), token, "one can try again");
        let code = owner.phone.next(app);
        let done = post(&browser, "/log-in/second-factor", &[("token", &token), ("code", &code), ("return_to", "//evil.example")]).await;
        assert_eq!((done.status, &done.headers["location"]), (StatusCode::SEE_OTHER, &"/".parse().unwrap()));
        assert!(done.cookie().is_some());
        let again = post(&browser, "/log-in/second-factor", &[("token", &token), ("code", &code)]).await;
        again.assert_refused(StatusCode::BAD_REQUEST);
        let asked = log_in(&browser, PASSWORD).await;
        let by = [("token", asked.hidden("token")), ("recovery_code", owner.recovery_codes[0].expose().clone())];
        let by = by.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert!(post(&browser, "/log-in/second-factor", &by).await.cookie().is_some());
        app.run_jobs().await;
    }

    async fn whoever_lacks_a_demanded_factor_gets_one_on_the_way_in(app: &TestApp) {
        let owner = tenant(app, "acme").await.actor;
        member(app, &owner, "mia@acme.example", Role::Viewer).await;
        demand_of_all(app, &owner).await;
        let browser = app.browser();
        let fields = [("tenant", "acme"), ("email", "mia@acme.example"), ("password", PASSWORD), ("return_to", "/graphql")];
        let done = post(&browser, "/log-in", &fields).await;
        let enrol = "/log-in/second-factor/enrol?returnTo=%2Fgraphql";
        assert_eq!(done.headers["location"], enrol, "{}", done.text);
        let cookie = done.cookie().unwrap();
        let get = async |path: &str| Shown::of(browser.request(Method::GET, path).header("cookie", &cookie)).await;
        let send = async |path: &str, fields: &[(&str, &str)]| {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            let request = browser.request(Method::POST, path).header("origin", browser.base()).header("cookie", &cookie);
            Shown::of(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
        };
        let ways = get(&format!("{enrol}&lang=de")).await;
        assert_eq!(ways.headers["cache-control"], "no-store");
        assert!(ways.text.contains("Authenticator-App verwenden") && ways.text.contains("value=\"/graphql\""), "{}", ways.text);
        let begin = "/log-in/second-factor/enrol";
        let offered = send(begin, &[("with", "app"), ("return_to", "/graphql")]).await;
        assert_eq!((offered.status, &offered.headers["cache-control"]), (StatusCode::OK, &"no-store".parse().unwrap()));
        assert!(offered.text.contains("<svg role=\"img\" aria-label=\"QR code"), "{}", offered.text);
        assert!(!offered.text.contains("<script") && !offered.text.contains("style="));
        let (_, rest) = offered.text.split_once("<code>").unwrap();
        let phone = Phone::new(rest.split_once('<').unwrap().0);
        let code_at = "/log-in/second-factor/enrol/code";
        let wrong = send(code_at, &[("code", "000000"), ("return_to", "/graphql")]).await;
        wrong.assert_refused(StatusCode::BAD_REQUEST);
        assert!(wrong.text.contains("<label for=\"code\">"), "one can try again: {}", wrong.text);
        let code = phone.next(app);
        let ready = send(code_at, &[("code", &code), ("return_to", "/graphql")]).await;
        assert_eq!((ready.status, &ready.headers["cache-control"]), (StatusCode::OK, &"no-store".parse().unwrap()));
        assert_eq!(ready.text.matches("<li><code>").count(), 10, "{}", ready.text);
        assert!(ready.text.contains("href=\"/graphql\""));
        let again = post(&browser, "/log-in", &fields).await;
        assert!(again.text.contains("one-time-code"), "it is asked for now: {}", again.text);
        app.run_jobs().await;
    }

    async fn the_pages_of_enrolment_are_for_whoever_is_logged_in_and_for_our_own_forms(app: &TestApp) {
        tenant(app, "acme").await;
        let browser = app.browser();
        let begin = "/log-in/second-factor/enrol";
        get(&browser, begin).await.assert_refused(StatusCode::BAD_REQUEST);
        for path in [begin.to_owned(), format!("{begin}/code"), format!("{begin}/passkey")] {
            let fields = [("with", "app"), ("code", "000000"), ("response", "{}")];
            post(&browser, &path, &fields).await.assert_refused(StatusCode::BAD_REQUEST);
            for origin in ["https://evil.example", "null"] {
                post_from(&browser, origin, &path, &fields).await.assert_refused(StatusCode::FORBIDDEN);
            }
        }
        let cookie = log_in(&browser, PASSWORD).await.cookie().unwrap();
        let hostile = "/log-in/second-factor/enrol?returnTo=%22%3E%3Cscript%3E";
        let page = Shown::of(browser.request(Method::GET, hostile).header("cookie", &cookie)).await;
        assert!(!page.text.contains("<script"), "{}", page.text);
        app.run_jobs().await;
    }

    async fn nothing_typed_comes_back_and_no_other_site_logs_anybody_in(app: &TestApp) {
        tenant(app, "acme").await;
        let browser = app.browser();
        log_in(&browser, "wrong wrong wrong wrong").await.assert_refused(StatusCode::BAD_REQUEST);
        let hostile = "\"><script>alert(1)</script>";
        let fields = [("tenant", hostile), ("email", hostile), ("password", hostile), ("return_to", hostile)];
        let refused = post(&browser, "/log-in", &fields).await;
        refused.assert_refused(StatusCode::BAD_REQUEST);
        assert!(!refused.text.contains("<script>"), "{}", refused.text);
        let email = owner_email("acme");
        let right = [("tenant", "acme"), ("email", email.as_str()), ("password", PASSWORD)];
        for path in ["/log-in", "/log-in/second-factor", "/log-in/passkey", "/log-in/passkey/answer"] {
            for origin in ["https://evil.example", "null"] {
                let fields = [&right[..], &[("token", "x"), ("response", "x")]].concat();
                post_from(&browser, origin, path, &fields).await.assert_refused(StatusCode::FORBIDDEN);
            }
        }
        let german = get(&browser, "/log-in/error?lang=de").await;
        german.assert_refused(StatusCode::BAD_REQUEST);
        assert!(german.text.contains("nicht geklappt"));
        assert!(!get(&browser, "/log-in").await.text.contains("passkey"), "no host name, no passkeys");
    }
}

#[tokio::test]
async fn a_passkey_logs_in_from_the_page() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__WEB__PUBLIC_URL", ORIGIN)]).await;
    let owner = tenant(&app, "acme").await.actor;
    let mut passkey = Authenticator::new();
    let options = start_passkey_enrollment(app.core(), &owner).await.unwrap();
    let input = FinishPasskeyEnrollment {
        name: "phone".to_owned(),
        response: passkey.create(&options).into(),
    };
    finish_passkey_enrollment(app.core(), &owner, input)
        .await
        .unwrap();
    app.run_jobs().await;
    let browser = app.browser();
    assert!(
        get(&browser, "/log-in")
            .await
            .text
            .contains("/log-in/passkey")
    );
    let page = post_from(&browser, ORIGIN, "/log-in/passkey", &[("tenant", "acme")]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self'"), "{policy}");
    let (_, rest) = page.text.split_once("data-passkey=\"").unwrap();
    let options = rest.split_once('"').unwrap().0.replace("&quot;", "\"");
    let answer = passkey.get(&options);
    let fields = [("token", page.hidden("token")), ("response", answer)];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let done = post_from(&browser, ORIGIN, "/log-in/passkey/answer", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(done.cookie().is_some());
    let replayed = post_from(&browser, ORIGIN, "/log-in/passkey/answer", &fields).await;
    replayed.assert_refused(StatusCode::BAD_REQUEST);
    let script = get(&browser, "/assets/passkey.js").await;
    assert!(script.text.contains("navigator.credentials.get"));
    app.run_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_demanded_passkey_is_made_on_the_way_in() {
    let app = TestApp::start_with(Mode::Embedded, &[("XORB__WEB__PUBLIC_URL", ORIGIN)]).await;
    tenant(&app, "acme").await;
    let browser = app.browser();
    let email = owner_email("acme");
    let fields = [
        ("tenant", "acme"),
        ("email", email.as_str()),
        ("password", PASSWORD),
    ];
    let cookie = post_from(&browser, ORIGIN, "/log-in", &fields)
        .await
        .cookie()
        .unwrap();
    let send = async |path: &str, fields: &[(&str, &str)]| {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = browser
            .request(Method::POST, path)
            .header("origin", ORIGIN)
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded");
        Shown::of(request.body(body)).await
    };
    let begin = "/log-in/second-factor/enrol";
    let offered = send(begin, &[("with", "passkey")]).await;
    let policy = offered.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("script-src 'self'") && offered.text.contains("data-create"),
        "{}",
        offered.text
    );
    let (_, rest) = offered.text.split_once("data-passkey=\"").unwrap();
    let options = rest.split_once('"').unwrap().0.replace("&quot;", "\"");
    let mut passkey = Authenticator::new();
    let made = passkey.create(&options);
    let path = format!("{begin}/passkey");
    send(&path, &[("response", "{}")])
        .await
        .assert_refused(StatusCode::BAD_REQUEST);
    let offered = send(begin, &[("with", "passkey")]).await;
    assert_eq!(offered.status, StatusCode::OK);
    let (_, rest) = offered.text.split_once("data-passkey=\"").unwrap();
    let options = rest.split_once('"').unwrap().0.replace("&quot;", "\"");
    send(&path, &[("response", &made)])
        .await
        .assert_refused(StatusCode::BAD_REQUEST);
    let offered = send(begin, &[("with", "passkey")]).await;
    let (_, rest) = offered.text.split_once("data-passkey=\"").unwrap();
    let fresh = rest.split_once('"').unwrap().0.replace("&quot;", "\"");
    assert_ne!(options, fresh);
    let answer = passkey.create(&fresh);
    let ready = send(&path, &[("response", &answer)]).await;
    assert_eq!(ready.status, StatusCode::OK, "{}", ready.text);
    assert_eq!(ready.text.matches("<li><code>").count(), 10);
    app.run_jobs().await;
    app.finish().await;
}
