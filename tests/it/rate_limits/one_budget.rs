//! Two `xorb api` processes share one budget exactly, and decide most requests by themselves.

use super::installation::{Installation, Load};
use std::time::Duration;

/// In a window of a month: while the test runs, less than one request comes back.
const BUDGET: usize = 3_000;

#[tokio::test]
async fn two_processes_share_one_budget_exactly_under_load() {
    let installation = Installation::start(&[]).await;
    installation.set("address/requests", &format!("{BUDGET}/2592000"), "enforce");
    installation
        .until_in_force("address-requests-2592000s")
        .await;
    let used = installation.asked_before();
    let load = Load::of(&installation.clients());
    let outcome = load.run(2 * BUDGET).await;
    assert_eq!(outcome.failed, 0, "{outcome:?}");
    assert_eq!(outcome.admitted, BUDGET - used, "{outcome:?}");
    assert_eq!(outcome.refused, 2 * BUDGET - outcome.admitted);
    for process in 0..2 {
        let decisions = installation.decisions(process).await;
        let elsewhere = decisions.shared + decisions.fallback;
        assert!(decisions.local >= 9 * elsewhere, "{decisions:?}");
        assert_eq!(decisions.fallback, 0, "{decisions:?}");
    }
    let again = load.run(50).await;
    assert_eq!(again.admitted, 0, "the budget stays used up: {again:?}");
}

/// The same with a budget that comes back fast: never more than the bucket and what has come back.
#[tokio::test]
async fn what_comes_back_is_shared_too() {
    let installation = Installation::start(&[]).await;
    installation.set("address/requests", "400/4", "enforce");
    installation.until_in_force("address-requests-4s").await;
    let load = Load::of(&installation.clients());
    let started = std::time::Instant::now();
    let outcome = load.run_for(Duration::from_secs(5)).await;
    let came_back = usize::try_from(started.elapsed().as_millis() / 10).unwrap();
    let (admitted, most) = (outcome.admitted, 400 + came_back);
    assert_eq!(outcome.failed, 0, "{outcome:?}");
    assert!(
        admitted <= most && admitted > most * 4 / 5,
        "{admitted} of {most}: {outcome:?}"
    );
}
