//! Redis killed in mid-run: no request fails because of it, log-ins get stricter, data-subject requests go through, and the
//! budget holds again afterwards.

use super::installation::{Installation, Load};
use crate::harness::{Client, PASSWORD, TestRedis};
use serde_json::json;
use std::time::{Duration, Instant};

const BUDGET: usize = 400;
const TWO: [(&str, &str); 1] = [("XORB__RATE_LIMIT__REPLICAS", "2")];

async fn log_in(client: &Client) -> u16 {
    let field = "logIn(input: $input) { session { accessToken } userErrors { code } }";
    let input =
        json!({ "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD });
    let answer = client.mutate("LogInInput", field, input).await;
    match answer.code() {
        Some("RATE_LIMITED") => 429,
        _ => answer.status,
    }
}

/// Waits until both processes decide together again.
async fn until_shared(installation: &Installation) {
    let deadline = Instant::now() + Duration::from_secs(30);
    for (number, client) in installation.clients().iter().enumerate() {
        loop {
            let before = installation.decisions(number).await.fallback;
            client.graphql("{ __typename }", json!({})).await;
            if installation.decisions(number).await.fallback <= before {
                break;
            }
            assert!(
                Instant::now() < deadline,
                "Redis is there, and nobody has noticed"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

#[tokio::test]
async fn without_redis_requests_go_on_and_credentials_get_strict() {
    let installation = Installation::start(&TWO).await;
    let [here, there] = installation.owner().await;
    for _ in 0..6 {
        assert_eq!(
            log_in(&here).await,
            200,
            "with Redis, a right password is never refused"
        );
    }
    let load = Load::of(&installation.clients());
    let running = load.run_for(Duration::from_secs(3));
    let killing = async {
        tokio::time::sleep(Duration::from_millis(800)).await;
        installation.with_redis(TestRedis::stop);
    };
    let (outcome, ()) = tokio::join!(running, killing);
    assert_eq!((outcome.failed, outcome.refused), (0, 0), "{outcome:?}");
    for number in 0..2 {
        assert!(
            installation.decisions(number).await.fallback > 0,
            "it was away in mid-run"
        );
    }

    let mut log_ins = Vec::new();
    for _ in 0..6 {
        log_ins.push(log_in(&here).await);
    }
    assert_eq!((log_ins[0], log_ins[5]), (200, 429), "{log_ins:?}");
    for client in [&here, &there] {
        for _ in 0..30 {
            let query = "{ dataSubjectRequests(first: 1) { totalCount } }";
            client
                .graphql(query, json!({}))
                .await
                .data("/dataSubjectRequests/totalCount");
            let change = "updateAsset(input: $input) { asset { id } userErrors { code } }";
            let nothing = json!({ "assetId": "asset_01h455vb4pex5vsknk084sn02q", "name": "x", "expectedVersion": 1 });
            assert_eq!(
                client
                    .mutate("UpdateAssetInput", change, nothing)
                    .await
                    .code(),
                Some("NOT_FOUND")
            );
        }
    }

    installation.with_redis(TestRedis::restart);
    until_shared(&installation).await;
    for _ in 0..3 {
        assert_eq!(log_in(&there).await, 200, "as before");
    }
}

#[tokio::test]
async fn the_budget_holds_again_when_redis_is_back() {
    let installation = Installation::start(&TWO).await;
    installation.set(
        "operation:rateLimit/requests",
        &format!("{BUDGET}/2592000"),
        "enforce",
    );
    installation
        .until_in_force("operation-rateLimit-requests-2592000s")
        .await;
    let load = Load::of(&installation.clients());
    installation.with_redis(TestRedis::stop);
    let alone = load.run(4 * BUDGET).await;
    assert_eq!(alone.failed, 0, "{alone:?}");
    // Each has half of it, beside what it had leased before.
    assert!(
        alone.admitted <= BUDGET + BUDGET / 4 && alone.refused > 0,
        "{alone:?}"
    );

    installation.with_redis(TestRedis::restart);
    until_shared(&installation).await;
    let together = load.run(3 * BUDGET).await;
    assert_eq!(
        (together.failed, together.admitted),
        (0, BUDGET),
        "{together:?}"
    );
}
