//! The second and the third wall between tenants: composite keys on both databases, row-level security on PostgreSQL.

use uuid::Uuid;

use super::migrated_database::{MigratedDatabase, assert_refused, count, execute};
use super::rows::{ASSET, OTHER_TENANT, TENANT, asset, scan, two_tenants};
use crate::on_both_databases;

on_both_databases! {
    async fn a_foreign_key_into_another_tenant_is_refused(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let tx = database.begin(Some(OTHER_TENANT)).await;
        let result = scan(&tx, OTHER_TENANT, Uuid::from_u128(1), ASSET).await;
        assert_refused(result, &foreign_key(database));
    }

    async fn the_same_foreign_key_within_the_tenant_is_taken(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let tx = database.begin(Some(TENANT)).await;
        scan(&tx, TENANT, Uuid::from_u128(1), ASSET).await.unwrap();
    }
}

fn foreign_key(database: &MigratedDatabase) -> String {
    if database.is_postgres() {
        "scans_tenant_id_asset_id_fkey".into()
    } else {
        "FOREIGN KEY constraint failed".into()
    }
}

#[tokio::test]
async fn without_a_tenant_raw_sql_sees_and_changes_no_row() {
    let database = MigratedDatabase::postgres().await;
    two_tenants(&database.owner).await;
    let tx = database.begin(None).await;
    assert_eq!(count(&tx, "assets").await, 0);
    assert_eq!(
        execute(&tx, "UPDATE assets SET name = 'Mine'", [])
            .await
            .unwrap(),
        0
    );
    assert_eq!(execute(&tx, "DELETE FROM assets", []).await.unwrap(), 0);
    let result = asset(&tx, TENANT, Uuid::from_u128(1), None).await;
    assert_refused(result, "row-level security");
}

#[tokio::test]
async fn a_tenant_sees_and_writes_its_own_rows_only() {
    let database = MigratedDatabase::postgres().await;
    two_tenants(&database.owner).await;

    let tx = database.begin(Some(TENANT)).await;
    assert_eq!(count(&tx, "assets").await, 1);
    tx.rollback().await.unwrap();

    let tx = database.begin(Some(OTHER_TENANT)).await;
    assert_eq!(count(&tx, "assets").await, 0);
    assert_eq!(
        execute(&tx, "UPDATE assets SET name = 'Mine'", [])
            .await
            .unwrap(),
        0
    );
    let result = asset(&tx, TENANT, Uuid::from_u128(1), None).await;
    assert_refused(result, "row-level security");
}

#[tokio::test]
async fn a_row_cannot_be_moved_to_another_tenant() {
    let database = MigratedDatabase::postgres().await;
    two_tenants(&database.owner).await;
    let tx = database.begin(Some(TENANT)).await;
    let result = execute(
        &tx,
        "UPDATE assets SET tenant_id = $1",
        [OTHER_TENANT.into()],
    )
    .await;
    assert_refused(result, "row-level security");
}

#[tokio::test]
async fn the_tenant_of_a_transaction_does_not_outlive_it() {
    let database = MigratedDatabase::postgres().await;
    two_tenants(&database.owner).await;
    for _ in 0..20 {
        database.begin(Some(TENANT)).await.commit().await.unwrap();
        let next = database.begin(None).await;
        assert_eq!(count(&next, "assets").await, 0);
        next.rollback().await.unwrap();
    }
}

#[tokio::test]
async fn the_system_role_sees_jobs_of_all_tenants_and_nothing_else_of_theirs() {
    let database = MigratedDatabase::postgres().await;
    two_tenants(&database.owner).await;
    for tenant in [TENANT, OTHER_TENANT] {
        let sql = "INSERT INTO jobs (tenant_id, id, kind, class, state, run_at, max_attempts, args, created_at, updated_at) \
                   VALUES ($1, $1, 'run_scan', 'scan', 'queued', now(), 1, '{}', now(), now())";
        execute(&database.owner, sql, [tenant.into()])
            .await
            .unwrap();
    }
    let tx = database.begin(None).await;
    execute(&tx, "SET LOCAL ROLE xorb_system", [])
        .await
        .unwrap();
    assert_eq!(count(&tx, "jobs").await, 2);
    assert_eq!(
        execute(&tx, "UPDATE jobs SET attempt = 1", [])
            .await
            .unwrap(),
        2
    );
    let result = execute(&tx, "SELECT 1 FROM assets", []).await;
    assert_refused(result, "permission denied");
}
