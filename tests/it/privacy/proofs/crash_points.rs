//! `kill -9` of the worker at every commit of an erasure: just before the database hears of it, and just after it has
//! done it and before the worker knows.
//!
//! Where the commits are is not written here: the wire between worker and database counts them, and the kills go on, one
//! commit further each time, until an erasure gets through unharmed. Each must end as an undisturbed one does.

use futures_util::future::join_all;

use super::worlds::{Mold, Outcome};
use crate::harness::Cut;

/// Worlds that are killed at the same time.
const AT_ONCE: usize = 4;

/// An erasure whose worker is killed at the cut. `None`: the cut was never reached.
async fn erased_with(mold: &Mold, cut: Cut) -> Option<Outcome> {
    let world = mold.cast().await;
    let (victim, proxy) = world.worker_behind(cut).await;
    let was_cut = tokio::select! {
        () = proxy.cut() => true,
        () = world.completed() => false,
    };
    victim.kill();
    drop(proxy);
    if was_cut {
        world.end_leases().await;
        let rescuer = world.worker();
        world.completed().await;
        rescuer.kill();
    }
    let outcome = world.outcome().await;
    world.close().await;
    (was_cut || cut == Cut::Never).then_some(outcome)
}

/// Who is rescued may be claimed beside another one, and then each leads a run; by one run, everything is the same.
#[track_caller]
fn assert_same_end(outcome: &Outcome, expected: &Outcome, cut: Cut) {
    let people = expected.letters.len();
    assert!((1..=people).contains(&outcome.runs), "killed at {cut:?}");
    if outcome.runs == expected.runs {
        assert_eq!(outcome, expected, "killed at {cut:?}");
    } else {
        let (outcome, expected) = (outcome.clone(), expected.clone());
        assert_eq!(
            outcome.by_any_runs(),
            expected.by_any_runs(),
            "killed at {cut:?}"
        );
    }
}

/// Kills at one commit after the other; how many there are.
async fn kill_at_every_commit(mold: &Mold, expected: &Outcome, cut: fn(usize) -> Cut) -> usize {
    let mut reached = 0;
    loop {
        // Each world is seen to its end: none may be left half-way.
        let cuts = (reached + 1..=reached + AT_ONCE).map(cut);
        let outcomes = join_all(cuts.clone().map(|cut| erased_with(mold, cut))).await;
        for (cut, outcome) in cuts.zip(&outcomes) {
            if let Some(outcome) = outcome {
                assert_same_end(outcome, expected, cut);
            }
        }
        let harmed = outcomes.iter().flatten().count();
        reached += harmed;
        if harmed < AT_ONCE {
            return reached;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_ends_the_same_whichever_commit_its_worker_is_killed_at() {
    let mold = Mold::new().await;
    let expected = erased_with(&mold, Cut::Never).await.unwrap();
    assert_eq!(expected.rows["certificates"], 1);
    assert_eq!(expected.letters, [1]);
    let before = kill_at_every_commit(&mold, &expected, Cut::Before).await;
    // Fence, rows, scan, certificate and completion at least: fewer would mean that the wire saw nothing.
    assert!(before >= 5, "only {before} commits were seen");
    let after = kill_at_every_commit(&mold, &expected, Cut::After).await;
    assert_eq!(after, before, "the same commits, seen from behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_are_erased_together_end_the_same_whichever_commit_their_worker_is_killed_at() {
    let mold = Mold::of_several().await;
    let expected = erased_with(&mold, Cut::Never).await.unwrap();
    assert_eq!(expected.rows["certificates"], 3);
    assert_eq!(expected.letters, [1, 1, 1]);
    assert_eq!(expected.runs, 1, "nobody went alone");
    let before = kill_at_every_commit(&mold, &expected, Cut::Before).await;
    assert!(before >= 5, "only {before} commits were seen");
    kill_at_every_commit(&mold, &expected, Cut::After).await;
}
