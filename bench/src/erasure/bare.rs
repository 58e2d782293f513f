//! What an erasure does to rows, as SQL that somebody in a hurry would write: no fence, no trail, no proof.

use anyhow::Result;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait, Value};
use uuid::Uuid;

/// In an order that foreign keys permit, with the pass without which the schema refuses some of it. `$1` is the tenant, `$2`
/// the people.
const STATEMENTS: [&str; 17] = [
    "UPDATE data_subjects SET state = 'erasing' WHERE tenant_id = $1 AND id = ANY($2)",
    "INSERT INTO erasure_passes (tenant_id, subject_id, created_at) SELECT tenant_id, id, now() FROM data_subjects \
     WHERE tenant_id = $1 AND id = ANY($2)",
    "DELETE FROM refresh_tokens WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "DELETE FROM sessions WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "DELETE FROM invitations WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "DELETE FROM user_roles WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "DELETE FROM outgoing_mails WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "DELETE FROM audit_payloads WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "UPDATE finding_events SET subject_id = NULL WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "UPDATE jobs SET subject_ref = NULL WHERE tenant_id = $1 AND subject_ref = ANY($2)",
    "DELETE FROM users WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "DELETE FROM subject_pids WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "DELETE FROM subject_keys WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "UPDATE data_subject_requests SET identity_ciphertext = NULL, state = 'completed' WHERE tenant_id = $1 AND subject_id = ANY($2)",
    "UPDATE data_subjects SET state = 'erased', erased_at = now() WHERE tenant_id = $1 AND id = ANY($2)",
    "DELETE FROM erasure_passes WHERE tenant_id = $1 AND subject_id = ANY($2)",
];

/// One transaction.
pub async fn erase(database: &DatabaseConnection, tenant: Uuid, people: &[Uuid]) -> Result<()> {
    let people: Vec<Uuid> = people.to_vec();
    let tx = database.begin().await?;
    for sql in STATEMENTS {
        let values: [Value; 2] = [tenant.into(), people.clone().into()];
        tx.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            sql,
            values,
        ))
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Rows that name one of the people, in the tables of the benchmark.
pub async fn rows_left(database: &impl ConnectionTrait) -> Result<i64> {
    let sql = "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM sessions) + (SELECT count(*) FROM refresh_tokens) \
               + (SELECT count(*) FROM user_roles) + (SELECT count(*) FROM invitations) + (SELECT count(*) FROM idempotency_keys) \
               + (SELECT count(*) FROM outgoing_mails) + (SELECT count(*) FROM subject_keys) + (SELECT count(*) FROM subject_pids) \
               + (SELECT count(*) FROM audit_payloads WHERE class = 'bench') \
               + (SELECT count(*) FROM finding_events WHERE subject_id IS NOT NULL) \
               + (SELECT count(*) FROM jobs WHERE subject_ref IS NOT NULL) AS total";
    let rows = database
        .query_all_raw(Statement::from_string(DbBackend::Postgres, sql))
        .await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?)
}
