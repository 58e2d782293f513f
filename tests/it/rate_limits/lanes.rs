//! What policies do to the requests of a caller, and which requests they never refuse.

use crate::harness::{Answer, Client, Mode, TestApp};
use serde_json::json;
use xorb_domain::rate_limits::{SetRateLimit, list_rate_limits, set_rate_limit};
use xorb_entities::tenants::PolicyMode;

const ENFORCE: [(&str, &str); 1] = [("XORB__RATE_LIMIT__MODE", "enforce")];

async fn set(app: &TestApp, name: &str, windows: &str, mode: PolicyMode) {
    let input = SetRateLimit {
        name: name.into(),
        windows: windows.into(),
        mode,
    };
    set_rate_limit(app.core(), input).await.unwrap();
    list_rate_limits(app.core()).await.unwrap();
}

async fn ask(client: &Client, query: &str) -> Answer {
    client.graphql(query, json!({})).await
}

/// 429 also where the refusal is the error of a field, beside which others may have run.
fn outcome(answer: &Answer) -> u16 {
    match answer.code() {
        Some("RATE_LIMITED") => 429,
        _ => answer.status,
    }
}

const VIEWER: &str = "{ viewer { user { id } } }";

/// Runs a scenario on both kinds of buckets.
async fn on_both(scenario: impl AsyncFn(&TestApp)) {
    for mode in [Mode::Embedded, Mode::Distributed] {
        let app = TestApp::start_with(mode, &ENFORCE).await;
        scenario(&app).await;
        app.finish().await;
    }
}

#[tokio::test]
async fn a_caller_beyond_its_limit_is_told_when_to_come_back_and_others_go_on() {
    on_both(async |app| {
        set(app, "caller/requests", "5/3600", PolicyMode::Enforce).await;
        let (owner, other) = (app.owner().await, app.other_tenant().await);
        for _ in 0..5 {
            ask(owner, VIEWER).await.data("/viewer/user/id");
        }
        let refused = ask(owner, VIEWER).await;
        assert_eq!(
            (refused.status, refused.code()),
            (429, Some("RATE_LIMITED"))
        );
        assert_eq!(refused.headers["retry-after"], "720");
        let states = refused.headers["ratelimit"].to_str().unwrap();
        assert!(
            states.contains("\"caller-requests-3600s\";r=0;t=3600"),
            "{states}"
        );
        let policies = refused.headers["ratelimit-policy"].to_str().unwrap();
        assert!(
            policies.contains("\"caller-requests-3600s\";q=5;w=3600"),
            "{policies}"
        );
        ask(other, VIEWER).await.data("/viewer/user/id");
    })
    .await;
}

#[tokio::test]
async fn data_subject_requests_go_on_beyond_every_limit() {
    on_both(async |app| {
        let owner = app.owner().await;
        for scope in ["caller", "tenant", "address", "global"] {
            set(
                app,
                &format!("{scope}/requests"),
                "2/3600",
                PolicyMode::Enforce,
            )
            .await;
        }
        let requests = "{ dataSubjectRequests(first: 1) { totalCount } }";
        for _ in 0..20 {
            ask(owner, requests)
                .await
                .data("/dataSubjectRequests/totalCount");
        }
        let mixed = "{ dataSubjectRequests(first: 1) { totalCount } viewer { user { id } } }";
        assert_eq!(
            ask(owner, mixed).await.status,
            429,
            "nothing else slips through with them"
        );
    })
    .await;
}

#[tokio::test]
async fn shadow_refuses_nothing_and_a_role_an_operation_and_a_tenant_have_limits_of_their_own() {
    let app = TestApp::start_with(Mode::Embedded, &ENFORCE).await;
    let owner = app.owner().await;
    set(&app, "caller/requests", "1/3600", PolicyMode::Shadow).await;
    for _ in 0..3 {
        assert_eq!(ask(owner, VIEWER).await.status, 200);
    }
    for (name, limit) in [
        ("role:owner/requests", 4),
        ("tenant:acme/requests", 3),
        ("operation:viewer/requests", 2),
    ] {
        set(&app, name, &format!("{limit}/3600"), PolicyMode::Enforce).await;
    }
    let mut statuses = Vec::new();
    for query in [
        VIEWER,
        VIEWER,
        VIEWER,
        "{ assets(first: 1) { totalCount } }",
        "{ jobs(first: 1) { totalCount } }",
    ] {
        statuses.push(ask(owner, query).await.status);
    }
    assert_eq!(
        statuses,
        [200, 200, 429, 200, 429],
        "two of the operation, three of the tenant"
    );
    assert_eq!(ask(app.other_tenant().await, VIEWER).await.status, 200);
    app.finish().await;
}

#[tokio::test]
async fn points_are_reserved_up_front_and_what_was_not_used_comes_back() {
    on_both(async |app| {
        let owner = app.owner().await;
        set(app, "caller/points", "150/86400", PolicyMode::Enforce).await;
        // May cost 101 points; there are none to find, so each costs 2.
        let findings = "{ findings(first: 50) { nodes { id } } }";
        for number in 0..20 {
            assert_eq!(ask(owner, findings).await.status, 200, "{number}");
        }
        let told = ask(owner, "{ rateLimit { policy limit remaining } }").await;
        assert_eq!(told.text("/rateLimit/policy"), "caller-points-86400s");
        let left = told.data("/rateLimit/remaining").as_u64().unwrap();
        assert!(
            (100..=110).contains(&left),
            "20 times 2 points and this one: {left}"
        );
        assert_eq!(
            ask(owner, "{ findings(first: 100) { nodes { id } } }")
                .await
                .status,
            429
        );
    })
    .await;
}

#[tokio::test]
async fn who_goes_on_after_refusals_has_smaller_limits() {
    let few = [ENFORCE[0], ("XORB__RATE_LIMIT__TOLERATED_REFUSALS", "3")];
    let app = TestApp::start_with(Mode::Embedded, &few).await;
    let (owner, other) = (app.owner().await, app.other_tenant().await);
    set(
        &app,
        "operation:viewer/requests",
        "1/3600",
        PolicyMode::Enforce,
    )
    .await;
    for _ in 0..5 {
        ask(owner, VIEWER).await;
    }
    let told = |answer: Answer| {
        let states = answer.headers["ratelimit"].to_str().unwrap().to_owned();
        let (_, rest) = states.split_once("\"caller-requests-60s\";r=").unwrap();
        rest.split(';').next().unwrap().parse::<u64>().unwrap()
    };
    let jobs = "{ jobs(first: 1) { totalCount } }";
    let first = told(ask(owner, jobs).await);
    let second = told(ask(owner, jobs).await);
    assert_eq!(first - second, 2, "each request counts twice");
    let before = told(ask(other, jobs).await);
    assert_eq!(before - told(ask(other, jobs).await), 1);
    app.clock.advance(chrono::TimeDelta::minutes(3));
    let first = told(ask(owner, jobs).await);
    assert_eq!(
        first - told(ask(owner, jobs).await),
        1,
        "it is forgotten after a while"
    );
    app.finish().await;
}

#[tokio::test]
async fn attempts_on_an_account_are_counted_from_wherever_they_come() {
    on_both(async |app| {
        let owner = app.owner().await;
        let field = "logIn(input: $input) { session { accessToken } userErrors { code } }";
        let attempt = async |address: &str, password: &str| {
            let input = json!({ "tenantSlug": "acme", "email": "owner@acme.example", "password": password });
            let from = Client::from(owner.base(), address);
            outcome(&from.mutate("LogInInput", field, input).await)
        };
        let mut statuses = Vec::new();
        for number in 0..40 {
            // A network each, so that none has failed often enough to wait.
            let address = format!("127.0.{}.1", 1 + number);
            statuses.push(attempt(&address, "wrong").await);
        }
        let refused = statuses.iter().filter(|status| **status == 429).count();
        assert!((8..=10).contains(&refused), "{statuses:?}");
        let elsewhere = json!({
            "tenantSlug": "acme", "email": "another@acme.example", "password": "wrong",
        });
        let other = Client::from(owner.base(), "127.0.99.1").mutate("LogInInput", field, elsewhere).await;
        assert_eq!(outcome(&other), 200, "another account is not slowed down");
    })
    .await;
}
