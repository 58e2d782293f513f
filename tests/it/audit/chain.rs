//! How a chain grows.

use super::trail::Trail;
use crate::both_modes;
use std::sync::Arc;
use tokio::task::JoinSet;
use xorb_domain::AppError;
use xorb_domain::identity::{Actor, Permission, Role};

both_modes! {
    async fn the_events_of_many_transactions_form_one_chain(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(3).await;
        let tx = trail.write().await;
        for number in 0..5 {
            tx.record(trail.event().object(format!("scan_{number}")));
        }
        tx.commit().await.unwrap();
        assert_eq!(trail.numbers().await, (1..=8).collect::<Vec<_>>());
        assert_eq!(trail.fault().await, None);
    }

    async fn a_transaction_with_thousands_of_events_is_chained_too(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let tx = trail.write().await;
        for number in 0..2_500 {
            tx.record(trail.event().object(format!("finding_{number}")));
        }
        tx.commit().await.unwrap();
        assert_eq!(trail.numbers().await.len(), 2_500);
        assert_eq!(trail.fault().await, None);
    }

    async fn concurrent_writers_leave_no_gap(app: &TestApp) {
        let trail = Arc::new(Trail::begin(app).await);
        let mut writers = JoinSet::new();
        for writer in 0..20 {
            let trail = Arc::clone(&trail);
            writers.spawn(async move {
                for number in 0..20 {
                    trail.commit_event(&format!("asset_{writer}_{number}")).await;
                }
            });
        }
        writers.join_all().await;
        assert_eq!(trail.numbers().await, (1..=400).collect::<Vec<_>>());
        assert_eq!(trail.fault().await, None);
    }

    async fn a_transaction_that_is_rolled_back_leaves_no_gap(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(1).await;
        let tx = trail.write().await;
        tx.record(trail.event());
        drop(tx);
        trail.append(1).await;
        assert_eq!(trail.numbers().await, [1, 2]);
        assert_eq!(trail.fault().await, None);
    }

    async fn a_denial_is_recorded_although_nothing_else_happened(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let viewer = Actor { roles: vec![Role::Viewer], ..trail.actor.clone() };
        let refused = trail.core.authorise(&viewer, Permission::UsersManage, None).await;
        assert!(matches!(refused, Err(AppError::Forbidden("users:manage"))));
        let tx = trail.core.db.read(&viewer.scope).await.unwrap();
        let sql = "SELECT action, outcome FROM audit_events WHERE tenant_id = $1";
        let rows = tx.query(sql, [trail.tenant_id().into()]).await.unwrap();
        let (action, outcome): (String, String) =
            (rows[0].try_get("", "action").unwrap(), rows[0].try_get("", "outcome").unwrap());
        assert_eq!((action.as_str(), outcome.as_str()), ("access.denied", "denied"));
        drop(tx);
        assert_eq!(trail.fault().await, None);
    }

    async fn trails_of_two_tenants_do_not_mix(app: &TestApp) {
        let (acme, globex) = (Trail::begin(app).await, Trail::begin_as(app, "globex").await);
        acme.append(2).await;
        globex.append(3).await;
        acme.append(1).await;
        assert_eq!(acme.numbers().await, [1, 2, 3]);
        assert_eq!(globex.numbers().await, [1, 2, 3]);
        assert_eq!((acme.fault().await, globex.fault().await), (None, None));
    }

    async fn an_event_cannot_be_changed_or_deleted_by_the_program_itself(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(1).await;
        for sql in [
            "UPDATE audit_events SET action = 'nothing' WHERE tenant_id = $1",
            "DELETE FROM audit_events WHERE tenant_id = $1",
            "UPDATE audit_payloads SET class = 'nothing' WHERE tenant_id = $1",
        ] {
            let tx = trail.write().await;
            assert!(tx.execute(sql, [trail.tenant_id().into()]).await.is_err(), "{sql}");
        }
        assert_eq!(trail.fault().await, None);
    }
}
