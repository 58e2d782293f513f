//! What was accepted is done, whatever happens to the queue and to the workers.

use super::fixture::{EXPIRED, claim, enqueue, states};
use super::loops::run_until_done;
use crate::both_modes;
use crate::harness::{Mode, Stores, TestApp};

both_modes! {
    async fn the_loops_run_what_is_queued(app: &TestApp) {
        for _ in 0..20 {
            enqueue(app.core()).await;
        }
        run_until_done(app.core(), 1).await;
        assert_eq!(states(app.core()).await, vec![("succeeded".to_owned(), 1); 20]);
    }

    async fn a_lost_worker_s_job_is_run_by_another(app: &TestApp) {
        let job = enqueue(app.core()).await;
        claim(app.core(), job, EXPIRED).await.unwrap();
        run_until_done(app.core(), 1).await;
        assert_eq!(states(app.core()).await, [("succeeded".to_owned(), 2)]);
    }
}

#[tokio::test]
async fn a_flushed_redis_loses_no_job() {
    let app = TestApp::start_with(Mode::Distributed, &[("XORB__JOBS__REDISPATCH_MS", "300")]).await;
    for _ in 0..50 {
        enqueue(app.core()).await;
    }
    let Stores::Distributed { redis, .. } = app.stores() else {
        unreachable!()
    };
    redis.command(&["FLUSHALL"]);
    run_until_done(app.core(), 3).await;
    assert_eq!(
        states(app.core()).await,
        vec![("succeeded".to_owned(), 1); 50]
    );
    app.finish().await;
}
