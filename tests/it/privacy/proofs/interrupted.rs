//! A worker that loses its queue, or freezes past its lease, at every commit of an erasure: it is completed once, and
//! whoever wakes up too late writes nothing more.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::worlds::{Mold, Outcome};
use crate::harness::{Cut, Stores};

const PATIENCE: Duration = Duration::from_secs(30);
const AT_ONCE: usize = 4;

async fn undisturbed(mold: &Mold) -> Outcome {
    let world = mold.cast().await;
    let worker = world.worker();
    world.completed().await;
    worker.kill();
    let outcome = world.outcome().await;
    world.close().await;
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_completes_once_though_redis_loses_all_at_every_commit() {
    let mold = Mold::new().await;
    let expected = undisturbed(&mold).await;
    let world = mold.cast().await;
    let Stores::Distributed { redis, .. } = &world.stores else {
        unreachable!("a copy is distributed")
    };
    let (worker, proxy) = world.worker_behind(Cut::HeldEach).await;
    let mut flushed = 0;
    loop {
        tokio::select! {
            () = proxy.cut() => {
                redis.flush_all();
                flushed += 1;
                proxy.let_go();
            }
            () = world.completed() => break,
        }
    }
    proxy.let_all_go();
    assert!(flushed >= 5, "only {flushed} commits were seen");
    assert!(worker.terminate().0.success());
    assert_eq!(world.outcome().await, expected);
    let attempts = "SELECT attempt FROM jobs WHERE kind = 'erase_subject'";
    let attempt: i32 = world.query(attempts).await[0]
        .try_get("", "attempt")
        .unwrap();
    assert_eq!(attempt, 1, "nobody else was needed");
    world.close().await;
}

/// An erasure whose worker is frozen when the database has committed and it does not know yet, until another one has
/// finished its work; and whether it was fenced. `None`: there is no such commit.
async fn erased_over_a_frozen_worker(mold: &Mold, commit: usize) -> Option<(Outcome, bool)> {
    let world = mold.cast().await;
    let (mut frozen, proxy) = world.worker_behind(Cut::Held(commit)).await;
    let was_held = tokio::select! {
        () = proxy.cut() => true,
        () = world.completed() => false,
    };
    if !was_held {
        frozen.kill();
        world.close().await;
        return None;
    }
    let (_, admin) = frozen.addresses();
    frozen.pause();
    // Commits of its other loops count as well.
    let had_it = world.is_running().await;
    proxy.let_go();
    let other = world.worker();
    world.completed().await;
    let before = world.outcome().await;
    frozen.resume();
    let is_fenced = had_it && is_fenced(&admin).await;
    assert!(frozen.terminate().0.success());
    other.kill();
    let outcome = world.outcome().await;
    assert_eq!(
        outcome, before,
        "it wrote after it woke up, commit {commit}"
    );
    world.close().await;
    Some((outcome, is_fenced))
}

/// Waits for the end of the worker's run: whether it was that the lease is lost.
async fn is_fenced(admin: &str) -> bool {
    const FENCED: &str = "xorb_job_runs_fenced_total ";
    const ENDED: &str = "xorb_job_runs_total{class=\"erasure\",";
    let deadline = Instant::now() + PATIENCE;
    loop {
        let metrics = reqwest::get(format!("{admin}/metrics")).await.unwrap();
        let metrics = metrics.text().await.unwrap();
        let has_counted = |what| {
            let mut lines = metrics.lines().filter(|line| line.starts_with(what));
            lines.any(|line| !line.ends_with(" 0"))
        };
        if has_counted(FENCED) || has_counted(ENDED) {
            return has_counted(FENCED);
        }
        assert!(
            Instant::now() < deadline,
            "its run does not end:\n{metrics}"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_was_frozen_past_its_lease_is_fenced_at_every_commit() {
    let mold = Mold::new().await;
    let expected = undisturbed(&mold).await;
    let mut fenced = Vec::new();
    loop {
        let commits = fenced.len() + 1..=fenced.len() + AT_ONCE;
        let worlds = commits.map(|commit| erased_over_a_frozen_worker(&mold, commit));
        let ends: Vec<_> = join_all(worlds).await.into_iter().flatten().collect();
        for (outcome, is_fenced) in &ends {
            assert_eq!(outcome, &expected, "frozen behind commit {}", fenced.len());
            fenced.push(*is_fenced);
        }
        if ends.len() < AT_ONCE {
            break;
        }
    }
    // Others had not begun, or found the request completed before they wrote anything.
    let kept_off = fenced.iter().filter(|is| **is).count();
    assert!(fenced.len() >= 5 && kept_off >= 2, "{fenced:?}");
}
