//! Exactly one run owns a job, and only that one has effects.

use chrono::TimeDelta;
use xorb_domain::AppError;
use xorb_domain::jobs::{self, Finish, JobKind, NewJob, Outcome};

use super::fixture::{
    CLASS, EXPIRED, LEASE, claim, context, enqueue, enqueue_with, finish, rotation, states,
};
use crate::both_modes;

both_modes! {
    async fn a_duplicate_message_claims_nothing(app: &TestApp) {
        let core = app.core();
        let job = enqueue(core).await;
        let twice = jobs::claim(&core.db, CLASS, &[job, job], LEASE).await.unwrap();
        assert_eq!(twice.len(), 1);
        assert!(claim(core, job, LEASE).await.is_none());
        assert!(finish(core, &twice[0]).await);
        assert!(claim(core, job, LEASE).await.is_none(), "a finished job is not claimed by a late message");
    }

    async fn a_job_that_is_not_due_is_not_claimed(app: &TestApp) {
        let core = app.core();
        let far = chrono::DateTime::from_timestamp(4_000_000_000, 0).unwrap();
        let job = enqueue_with(core, NewJob::new(JobKind::VerifyAuditTrail).run_at(far)).await;
        assert!(jobs::take(&core.db, &mut rotation(), 10).await.unwrap().is_empty());
        assert!(claim(core, job, LEASE).await.is_none());
        let tx = core.db.system().await.unwrap();
        tx.execute("DELETE FROM jobs".to_owned(), []).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn who_lost_the_lease_can_neither_beat_nor_finish_nor_have_effects(app: &TestApp) {
        let core = app.core();
        let job = enqueue(core).await;
        let first = claim(core, job, EXPIRED).await.unwrap();
        let second = claim(core, job, LEASE).await.unwrap();
        assert_eq!((first.lease.epoch, second.lease.epoch), (1, 2));
        assert!(jobs::heartbeat(&core.db, &[first.lease], LEASE).await.unwrap().is_empty());
        assert!(!finish(core, &first).await);
        assert!(matches!(context(core, &first).effect("step").await, Err(AppError::Fenced)));
        let progress = context(core, &first).progress.report(1, 2, "steps", "late").await;
        assert!(matches!(progress, Err(AppError::Fenced)));

        assert_eq!(jobs::heartbeat(&core.db, &[second.lease], LEASE).await.unwrap().len(), 1);
        context(core, &second).effect("step").await.unwrap().unwrap().commit().await.unwrap();
        assert!(finish(core, &second).await);
        assert_eq!(states(core).await, [("succeeded".to_owned(), 2)]);
    }

    async fn an_effect_commits_once_although_its_worker_died_before_saying_so(app: &TestApp) {
        let core = app.core();
        let job = enqueue(core).await;
        let first = claim(core, job, EXPIRED).await.unwrap();
        context(core, &first).effect("step").await.unwrap().unwrap().commit().await.unwrap();
        let second = claim(core, job, LEASE).await.unwrap();
        assert!(context(core, &second).effect("step").await.unwrap().is_none());
        assert!(context(core, &second).effect("next step").await.unwrap().is_some());
        assert!(finish(core, &second).await);
    }

    async fn an_effect_that_is_rolled_back_can_be_had_again(app: &TestApp) {
        let core = app.core();
        let job = enqueue(core).await;
        let claimed = claim(core, job, LEASE).await.unwrap();
        drop(context(core, &claimed).effect("step").await.unwrap());
        assert!(context(core, &claimed).effect("step").await.unwrap().is_some());
        assert!(finish(core, &claimed).await);
    }

    async fn a_job_given_back_has_used_no_attempt(app: &TestApp) {
        let core = app.core();
        let job = enqueue(core).await;
        let claimed = claim(core, job, LEASE).await.unwrap();
        let finish = Finish { lease: claimed.lease, outcome: Outcome::GivenBack };
        jobs::finish(&core.db, &[finish]).await.unwrap();
        assert_eq!(states(core).await, [("queued".to_owned(), 0)]);
        assert_eq!(claim(core, job, LEASE).await.unwrap().attempt, 1);
        assert_eq!(jobs::reconcile(&core.db).await.unwrap().requeued.len(), 0);
        let again = claim(core, job, LEASE).await;
        assert!(again.is_none(), "a lease that holds is not taken away");
        settle(core).await;
    }

    async fn a_job_to_be_tried_again_waits_for_its_pause(app: &TestApp) {
        let core = app.core();
        let job = enqueue(core).await;
        let claimed = claim(core, job, LEASE).await.unwrap();
        let pause = std::time::Duration::from_secs(3_600);
        let retry = Finish { lease: claimed.lease, outcome: Outcome::Retry("unavailable", pause) };
        jobs::finish(&core.db, &[retry]).await.unwrap();
        assert!(jobs::take(&core.db, &mut rotation(), 10).await.unwrap().is_empty());
        assert!(claim(core, job, LEASE).await.is_none());
        settle(core).await;
    }

    async fn while_a_job_lives_no_second_one_of_its_key_is_made(app: &TestApp) {
        let core = app.core();
        let job = || NewJob::new(JobKind::VerifyAuditTrail).dedupe_key("2026-01-15");
        let first = enqueue_with(core, job()).await;
        assert_eq!(enqueue_with(core, job()).await, first);
        let claimed = claim(core, first, LEASE).await.unwrap();
        assert_eq!(enqueue_with(core, job()).await, first, "running counts as alive");
        assert!(finish(core, &claimed).await);
        assert_ne!(enqueue_with(core, job()).await, first);
        settle(core).await;
    }

    async fn a_job_that_kills_its_worker_every_time_ends_among_the_dead_letters(app: &TestApp) {
        let core = app.core();
        let job = enqueue(core).await;
        let mut claims = 0;
        while claim(core, job, EXPIRED).await.is_some() {
            claims += 1;
            jobs::reconcile(&core.db).await.unwrap();
            assert!(claims < 100);
        }
        assert_eq!(states(core).await, [("failed".to_owned(), claims)]);
    }

    async fn handed_out_jobs_are_handed_out_again_only_after_a_while(app: &TestApp) {
        let core = app.core();
        let job = enqueue(core).await;
        let patient = || jobs::Rotation::new(CLASS, 10, TimeDelta::seconds(60));
        jobs::take(&core.db, &mut patient(), 10).await.unwrap();
        assert!(jobs::take(&core.db, &mut patient(), 10).await.unwrap().is_empty());
        assert_eq!(jobs::take(&core.db, &mut rotation(), 10).await.unwrap(), [job]);
        settle(core).await;
    }
}

/// Ends what the scenario leaves alive.
async fn settle(core: &xorb_domain::Core) {
    let tx = core.db.system().await.unwrap();
    tx.execute(
        "UPDATE jobs SET state = 'cancelled' WHERE state IN ('queued', 'running')".to_owned(),
        [],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}
