//! What recurs is fired once for each tick, however many processes look.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use xorb_domain::jobs::fire_due;
use xorb_domain::{Clock, Core};

use super::fixture::states;
use super::loops::Loops;
use crate::harness::{Mode, TestApp};

/// Only one schedule, every minute.
const EVERY_MINUTE: [(&str, &str); 7] = [
    ("XORB__JOBS__SCHEDULES__ENABLED", "true"),
    ("XORB__JOBS__SCHEDULES__ENQUEUE_DUE_SWEEPS", ""),
    ("XORB__JOBS__SCHEDULES__ENQUEUE_DUE_VERIFICATIONS", ""),
    ("XORB__JOBS__SCHEDULES__RAISE_DUE_ALARMS", ""),
    ("XORB__JOBS__SCHEDULES__END_DUE_IMPERSONATIONS", ""),
    ("XORB__JOBS__SCHEDULES__REMIND_OF_ENDING_KEYS", ""),
    ("XORB__JOBS__SCHEDULES__PRUNE_JOBS", "* * * * *"),
];

async fn ticks(core: &Core) -> Vec<DateTime<Utc>> {
    let tx = core.db.system().await.unwrap();
    let sql = "SELECT tick FROM schedule_ticks ORDER BY tick".to_owned();
    let rows = tx.query(sql, []).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "tick").unwrap())
        .collect()
}

/// Many schedulers look at the same moment; how many of them fired.
async fn many_look(core: &Arc<Core>) -> usize {
    let looks = (0..8).map(|_| {
        let core = Arc::clone(core);
        tokio::spawn(async move { fire_due(&core).await.unwrap() })
    });
    let mut fired = 0;
    for look in looks.collect::<Vec<_>>() {
        fired += look.await.unwrap();
    }
    fired
}

async fn each_minute_is_fired_once(mode: Mode) {
    let app = TestApp::start_with(mode, &EVERY_MINUTE).await;
    assert_eq!(
        many_look(app.core()).await,
        0,
        "nothing is due before it began"
    );
    for minute in 1..=3 {
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(many_look(app.core()).await, 1);
        assert_eq!(many_look(app.core()).await, 0, "not a second time");
        assert_eq!(ticks(app.core()).await.len(), minute);
        assert_eq!(app.run_jobs().await, 1);
    }
    assert_eq!(
        states(app.core()).await,
        vec![("succeeded".to_owned(), 1); 3]
    );
    app.finish().await;
}

async fn missed_ticks_count_as_one(mode: Mode) {
    let app = TestApp::start_with(mode, &EVERY_MINUTE).await;
    many_look(app.core()).await;
    app.clock.advance(TimeDelta::hours(5));
    assert_eq!(many_look(app.core()).await, 1);
    let fired = ticks(app.core()).await;
    assert_eq!(fired.len(), 1);
    assert!(
        app.clock.now() - fired[0] < TimeDelta::minutes(1),
        "the latest one"
    );
    assert_eq!(app.run_jobs().await, 1);
    app.finish().await;
}

async fn a_tick_makes_no_second_job_while_the_last_one_lives(mode: Mode) {
    let app = TestApp::start_with(mode, &EVERY_MINUTE).await;
    many_look(app.core()).await;
    for _ in 0..3 {
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(many_look(app.core()).await, 1);
    }
    assert_eq!(states(app.core()).await.len(), 1);
    assert_eq!(app.run_jobs().await, 1);
    app.finish().await;
}

macro_rules! in_both_modes {
    ($($scenario:ident)*) => {
        $(mod $scenario {
            use crate::harness::Mode;

            #[tokio::test(flavor = "multi_thread")]
            async fn embedded() {
                super::$scenario(Mode::Embedded).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn distributed() {
                super::$scenario(Mode::Distributed).await;
            }
        })*
    };
}

in_both_modes! {
    each_minute_is_fired_once
    missed_ticks_count_as_one
    a_tick_makes_no_second_job_while_the_last_one_lives
}

/// Two processes' schedulers and workers, as they run in production.
#[tokio::test(flavor = "multi_thread")]
async fn the_loops_fire_what_recurs() {
    let app = TestApp::start_with(Mode::Embedded, &EVERY_MINUTE).await;
    fire_due(app.core()).await.unwrap();
    app.clock.advance(TimeDelta::minutes(1));
    let loops = Loops::start(app.core(), 2);
    loops
        .until(|states| states == [("succeeded".to_owned(), 1)])
        .await;
    loops.end().await;
    assert_eq!(ticks(app.core()).await.len(), 1);
    app.finish().await;
}
