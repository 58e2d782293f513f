//! The whole verification as a job: on demand and once a day.

use super::trail::Trail;
use crate::both_modes;
use chrono::TimeDelta;
use sea_orm::prelude::Uuid;
use xorb_domain::AppError;
use xorb_domain::audit::{enqueue_due_verifications, verify_audit_trail};
use xorb_domain::identity::{Actor, Role};

/// State and error code of a job.
async fn job(trail: &Trail, id: Uuid) -> (String, Option<String>) {
    let tx = trail.core.db.read(&trail.actor.scope).await.unwrap();
    let sql = "SELECT state, error_code FROM jobs WHERE tenant_id = $1 AND id = $2";
    let rows = tx
        .query(sql, [trail.tenant_id().into(), id.into()])
        .await
        .unwrap();
    (
        rows[0].try_get("", "state").unwrap(),
        rows[0].try_get("", "error_code").unwrap(),
    )
}

both_modes! {
    async fn one_verification_is_under_way_whoever_asks(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let first = verify_audit_trail(&trail.core, &trail.actor).await.unwrap();
        let second = verify_audit_trail(&trail.core, &trail.actor).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(trail.numbers().await, [1, 2], "both have asked");
        assert_eq!(app.run_jobs().await, 1);
        assert_eq!(job(&trail, first).await, ("succeeded".into(), None));
    }

    async fn a_broken_trail_fails_the_job(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        trail.tamper("UPDATE audit_events SET outcome = 'denied' WHERE tenant_id = {tenant} AND seq = 3").await;
        let id = verify_audit_trail(&trail.core, &trail.actor).await.unwrap();
        app.run_jobs().await;
        assert_eq!(job(&trail, id).await, ("failed".into(), Some("audit_trail_broken".into())));
    }

    async fn the_verification_needs_a_permission(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let pentester = Actor { roles: vec![Role::Pentester], ..trail.actor.clone() };
        let refused = verify_audit_trail(&trail.core, &pentester).await;
        assert!(matches!(refused, Err(AppError::Forbidden("audit:read"))));
    }

    async fn each_trail_is_verified_once_a_day(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let _empty = Trail::begin_as(app, "globex").await;
        trail.append(1).await;
        assert_eq!(enqueue_due_verifications(&trail.core).await.unwrap(), 0);
        for _ in 0..2 {
            app.clock.advance(TimeDelta::days(1));
            assert_eq!(enqueue_due_verifications(&trail.core).await.unwrap(), 1);
            app.run_jobs().await;
            assert_eq!(enqueue_due_verifications(&trail.core).await.unwrap(), 0);
        }
    }
}
