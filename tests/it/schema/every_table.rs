//! The wall and the fence, tried on every table there is and not on an example.

use sea_orm::TransactionTrait;
use uuid::Uuid;

use super::migrated_database::{MigratedDatabase, assert_refused, count, execute};
use super::round_trip::{ID, fill_every_table};
use crate::on_both_databases;
use crate::structure::catalog::Catalog;
use crate::structure::subject_links::NO_FENCE;
use crate::structure::tenancy::has_tenant;

#[tokio::test]
async fn every_tenant_table_shows_its_rows_to_their_tenant_only() {
    let database = MigratedDatabase::postgres().await;
    fill_every_table(&database).await;
    for (tenant, expected) in [(None, 0), (Some(Uuid::from_u128(1)), 0), (Some(ID), 1)] {
        let tx = database.begin(tenant).await;
        for table in Catalog::read(&database.owner).await.tables.into_keys() {
            if has_tenant(&table) {
                assert_eq!(count(&tx, &table).await, expected, "{table} to {tenant:?}");
            }
        }
    }
}

on_both_databases! {
    async fn every_fenced_table_refuses_a_row_of_a_person_who_is_being_erased(database: &MigratedDatabase) {
        fill_every_table(database).await;
        let tables = Catalog::read(&database.owner).await.tables;
        let tx = database.owner.begin().await.unwrap();
        execute(&tx, "DELETE FROM erasure_passes", []).await.unwrap();
        execute(&tx, "UPDATE data_subjects SET state = 'erasing'", []).await.unwrap();
        let mut tried = 0;
        for (name, table) in tables {
            let is_exempt = NO_FENCE.iter().any(|(exempt, _)| *exempt == name);
            if table.columns.contains_key("subject_id") && !is_exempt {
                let attempt = tx.begin().await.unwrap();
                let sql = format!("INSERT INTO {name} SELECT * FROM {name}");
                assert_refused(execute(&attempt, &sql, []).await, "subject_fence");
                attempt.rollback().await.unwrap();
                tried += 1;
            }
        }
        assert!(tried > 10, "only {tried} tables are fenced");
    }
}
