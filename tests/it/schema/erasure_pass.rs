//! A pass lives inside one transaction: whoever forgets to take it back cannot commit.

use super::migrated_database::{MigratedDatabase, assert_refused, count, execute};
use super::rows::{TENANT, erasure_pass, two_tenants};
use crate::on_both_databases;

on_both_databases! {
    async fn a_pass_that_is_left_behind_stops_the_commit(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let tx = database.begin(Some(TENANT)).await;
        erasure_pass(&tx).await;
        let by = if database.is_postgres() { "erasure_passes_never_committed" } else { "FOREIGN KEY constraint failed" };
        assert_refused(tx.commit().await, by);
    }

    async fn a_pass_that_is_taken_back_leaves_no_trace(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let tx = database.begin(Some(TENANT)).await;
        erasure_pass(&tx).await;
        execute(&tx, "DELETE FROM erasure_passes", []).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&database.owner, "erasure_passes").await, 0);
    }
}
