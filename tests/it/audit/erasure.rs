//! A chain holds before and after a person in it is erased.

use super::trail::Trail;
use crate::both_modes;
use sea_orm::prelude::Uuid;

both_modes! {
    async fn a_payload_that_is_gone_leaves_the_chain_as_it_was(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        let tx = trail.write().await;
        let sql = "DELETE FROM audit_payloads WHERE tenant_id = $1 AND seq IN (2, 3)";
        assert_eq!(tx.execute(sql, [trail.tenant_id().into()]).await.unwrap(), 2);
        tx.commit().await.unwrap();
        assert_eq!(trail.fault().await, None);
    }

    async fn a_person_whose_key_is_gone_leaves_the_chain_as_it_was(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(5).await;
        let subject: Uuid = trail.actor.subject_id.unwrap();
        let tx = trail.write().await;
        for table in ["subject_keys", "subject_pids"] {
            let sql = format!("DELETE FROM {table} WHERE tenant_id = $1 AND subject_id = $2");
            let values = [trail.tenant_id().into(), subject.into()];
            assert_eq!(tx.execute(sql, values).await.unwrap(), 1, "{table}");
        }
        tx.commit().await.unwrap();
        assert_eq!(trail.fault().await, None);
        assert_eq!(trail.new_fault().await, None);
    }
}
