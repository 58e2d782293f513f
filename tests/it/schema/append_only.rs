//! Nobody changes what was written down: not the program, and not the owner of the tables.

use uuid::Uuid;

use super::migrated_database::{MigratedDatabase, assert_refused, execute};
use super::rows::{ASSET, TENANT, at, audit_event, erasure_pass, scan, two_tenants};
use crate::on_both_databases;

on_both_databases! {
    async fn an_audit_event_is_never_changed_nor_deleted(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        audit_event(&database.owner, 1).await;
        for sql in [
            "UPDATE audit_events SET action = 'nothing.happened'",
            "DELETE FROM audit_events",
        ] {
            assert_refused(execute(&database.owner, sql, []).await, "append_only");
        }
    }

    async fn a_checkpoint_is_never_changed_nor_deleted(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let sql = "INSERT INTO audit_checkpoints (tenant_id, seq, hash, kid, signature, at) VALUES ($1, 1, $2, 'k', $2, $3)";
        let values = [TENANT.into(), vec![0_u8; 32].into(), at().into()];
        execute(&database.owner, sql, values).await.unwrap();
        for sql in ["UPDATE audit_checkpoints SET seq = 2", "DELETE FROM audit_checkpoints"] {
            assert_refused(execute(&database.owner, sql, []).await, "append_only");
        }
    }

    async fn an_entry_of_the_erasure_ledger_is_never_changed_nor_deleted(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let sql = "INSERT INTO erasure_ledger (tenant_id, id, request_id, subject_tombstone, map_hash, executed_at) \
                   VALUES ($1, $1, $1, $2, $2, $3)";
        let values = [TENANT.into(), vec![0_u8; 32].into(), at().into()];
        execute(&database.owner, sql, values).await.unwrap();
        for sql in ["UPDATE erasure_ledger SET map_hash = subject_tombstone", "DELETE FROM erasure_ledger"] {
            assert_refused(execute(&database.owner, sql, []).await, "append_only");
        }
    }

    async fn an_audit_payload_may_be_deleted_but_not_changed(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        audit_event(&database.owner, 1).await;
        let sql = "INSERT INTO audit_payloads (tenant_id, id, seq, class, salt, ciphertext) \
                   VALUES ($1, $1, 1, 'security_log', $2, $2)";
        execute(&database.owner, sql, [TENANT.into(), vec![7_u8; 32].into()]).await.unwrap();
        let result = execute(&database.owner, "UPDATE audit_payloads SET class = 'day'", []).await;
        assert_refused(result, "append_only");
        assert_eq!(execute(&database.owner, "DELETE FROM audit_payloads", []).await.unwrap(), 1);
    }

    async fn the_history_of_a_finding_changes_in_an_erasure_only(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        finding_event(database).await;
        for sql in ["UPDATE finding_events SET note = 'never said'", "DELETE FROM finding_events"] {
            assert_refused(execute(&database.owner, sql, []).await, "append_only");
        }
        let tx = database.begin(Some(TENANT)).await;
        erasure_pass(&tx).await;
        let sql = "UPDATE finding_events SET note = NULL";
        assert_eq!(execute(&tx, sql, []).await.unwrap(), 1);
        execute(&tx, "DELETE FROM erasure_passes", []).await.unwrap();
        tx.commit().await.unwrap();
        assert_refused(execute(&database.owner, sql, []).await, "append_only");
    }
}

async fn finding_event(database: &MigratedDatabase) {
    let id = Uuid::from_u128(1);
    scan(&database.owner, TENANT, id, ASSET).await.unwrap();
    let sql = "INSERT INTO findings (tenant_id, id, asset_id, scan_id, fingerprint, check_id, title, description, \
               remediation, evidence, location, severity, severity_rank, state, first_seen_at, last_seen_at, created_at, updated_at) \
               VALUES ($1, $2, $3, $2, 'f', 'c', 't', 'd', 'r', 'e', 'l', 'high', 2, 'open', $4, $4, $4, $4)";
    let values = [TENANT.into(), id.into(), ASSET.into(), at().into()];
    execute(&database.owner, sql, values).await.unwrap();
    let sql = "INSERT INTO finding_events (tenant_id, id, finding_id, at, kind, note) VALUES ($1, $2, $2, $3, 'comment', 'n')";
    execute(
        &database.owner,
        sql,
        [TENANT.into(), id.into(), at().into()],
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn no_append_only_table_can_be_truncated() {
    let database = MigratedDatabase::postgres().await;
    for table in [
        "audit_events",
        "audit_payloads",
        "audit_checkpoints",
        "erasure_ledger",
        "finding_events",
    ] {
        let sql = format!("TRUNCATE {table} CASCADE");
        assert_refused(execute(&database.owner, &sql, []).await, "append_only");
    }
}
