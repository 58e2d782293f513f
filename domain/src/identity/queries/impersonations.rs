//! `impersonations`: the times that operators act in somebody's name. Of a ticket only the hash is stored.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::{TenantTx, id_values, is_one_of_ids};

/// One of them.
pub(crate) struct StoredImpersonation {
    pub(crate) id: Uuid,
    pub(crate) grant_id: Uuid,
    pub(crate) operator_id: Uuid,
    pub(crate) operator_pid: Uuid,
    pub(crate) reason: String,
    pub(crate) ticket_expires_at: DateTime<Utc>,
    pub(crate) session_id: Option<Uuid>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
}

/// One to be made.
pub(crate) struct NewImpersonation<'a> {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) grant_id: Uuid,
    pub(crate) operator_id: Uuid,
    pub(crate) operator_pid: Uuid,
    pub(crate) reason: &'a str,
    pub(crate) ticket_hash: Vec<u8>,
    pub(crate) ticket_expires_at: DateTime<Utc>,
}

const SELECT: &str = "SELECT id, grant_id, operator_id, operator_pid, reason, ticket_expires_at, session_id, ended_at \
                      FROM impersonations WHERE tenant_id = $1";

fn read(row: &QueryResult) -> Result<StoredImpersonation, AppError> {
    Ok(StoredImpersonation {
        id: row.try_get("", "id")?,
        grant_id: row.try_get("", "grant_id")?,
        operator_id: row.try_get("", "operator_id")?,
        operator_pid: row.try_get("", "operator_pid")?,
        reason: row.try_get("", "reason")?,
        ticket_expires_at: row.try_get("", "ticket_expires_at")?,
        session_id: row.try_get("", "session_id")?,
        ended_at: row.try_get("", "ended_at")?,
    })
}

pub(crate) async fn insert_impersonation(
    tx: &TenantTx,
    new: NewImpersonation<'_>,
) -> Result<(), AppError> {
    let sql = "INSERT INTO impersonations (tenant_id, id, subject_id, grant_id, operator_id, operator_pid, reason, \
               ticket_hash, ticket_expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values: [Value; 10] = [
        tx.tenant_id().into(),
        new.id.into(),
        new.subject_id.into(),
        new.grant_id.into(),
        new.operator_id.into(),
        new.operator_pid.into(),
        new.reason.into(),
        new.ticket_hash.into(),
        new.ticket_expires_at.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The one with this id.
pub(crate) async fn find_impersonation(
    tx: &TenantTx,
    id: Uuid,
) -> Result<StoredImpersonation, AppError> {
    let sql = format!("{SELECT} AND id = $2");
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    rows.first()
        .map_or(Err(AppError::NotFound("impersonation")), read)
}

/// That of a session, if it is one.
pub(crate) async fn find_impersonation_of_session(
    tx: &TenantTx,
    session_id: Uuid,
) -> Result<Option<StoredImpersonation>, AppError> {
    let sql = format!("{SELECT} AND session_id = $2");
    let values: [Value; 2] = [tx.tenant_id().into(), session_id.into()];
    tx.query(sql, values).await?.first().map(read).transpose()
}

/// That of a ticket, used or not.
pub(crate) async fn find_impersonation_by_ticket(
    tx: &TenantTx,
    ticket_hash: Vec<u8>,
) -> Result<Option<StoredImpersonation>, AppError> {
    let sql = format!("{SELECT} AND ticket_hash = $2");
    let values: [Value; 2] = [tx.tenant_id().into(), ticket_hash.into()];
    tx.query(sql, values).await?.first().map(read).transpose()
}

/// The ticket was used for this session. False if it was used before, or all is over.
pub(crate) async fn set_session(
    tx: &TenantTx,
    id: Uuid,
    session_id: Uuid,
) -> Result<bool, AppError> {
    let sql = "UPDATE impersonations SET session_id = $3 \
               WHERE tenant_id = $1 AND id = $2 AND session_id IS NULL AND ended_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), id.into(), session_id.into()];
    Ok(tx.execute(sql, values).await? == 1)
}

/// It is over. False if it was already.
pub(crate) async fn set_ended(tx: &TenantTx, id: Uuid) -> Result<bool, AppError> {
    let sql = "UPDATE impersonations SET ended_at = $3 WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), id.into(), tx.now().into()];
    Ok(tx.execute(sql, values).await? == 1)
}

/// All that are over by now, but for people who are being erased: a ticket that was not used in time, a session that has ended in any way, a grant that is over. The
/// ids of each and of its grant; no other call gets the same.
pub(crate) async fn end_those_over(tx: &TenantTx) -> Result<Vec<(Uuid, Uuid)>, AppError> {
    let sql = "UPDATE impersonations SET ended_at = $2 WHERE tenant_id = $1 AND ended_at IS NULL \
               AND subject_id IN (SELECT id FROM data_subjects WHERE tenant_id = $1 AND state = 'active') AND ( \
               (session_id IS NULL AND ticket_expires_at <= $2) \
               OR session_id IN (SELECT s.id FROM sessions s JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id \
                   WHERE s.tenant_id = $1 AND (s.revoked_at IS NOT NULL OR s.expires_at <= $2 OR s.idle_expires_at <= $2 \
                   OR s.authz_epoch < u.authz_epoch OR u.status <> 'active')) \
               OR grant_id IN (SELECT id FROM support_grants \
                   WHERE tenant_id = $1 AND (revoked_at IS NOT NULL OR expires_at <= $2))) \
               RETURNING id, grant_id";
    let values: [Value; 2] = [tx.tenant_id().into(), tx.now().into()];
    ended(&tx.query(sql, values).await?)
}

/// Those of these people that are not over. The ids of each and of its grant; no other call gets the same.
pub(crate) async fn end_those_of(
    tx: &TenantTx,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, Uuid)>, AppError> {
    let sql = format!(
        "UPDATE impersonations SET ended_at = $2 WHERE tenant_id = $1 AND ended_at IS NULL AND {} \
         RETURNING id, grant_id",
        is_one_of_ids(tx.dialect(), "subject_id", 2, subjects.len())
    );
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), tx.now().into()];
    values.extend(id_values(tx.dialect(), subjects));
    ended(&tx.query(sql, values).await?)
}

fn ended(rows: &[QueryResult]) -> Result<Vec<(Uuid, Uuid)>, AppError> {
    rows.iter()
        .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "grant_id")?)))
        .collect()
}

/// One whose end was not noted.
pub(crate) struct OpenImpersonation {
    pub(crate) operator_id: Uuid,
    pub(crate) session_id: Option<Uuid>,
}

/// All whose end was not noted.
pub(crate) async fn list_open(tx: &TenantTx) -> Result<Vec<OpenImpersonation>, AppError> {
    let sql = "SELECT operator_id, session_id FROM impersonations WHERE tenant_id = $1 AND ended_at IS NULL";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let open = |row: &QueryResult| {
        Ok(OpenImpersonation {
            operator_id: row.try_get("", "operator_id")?,
            session_id: row.try_get("", "session_id")?,
        })
    };
    rows.iter().map(open).collect()
}

/// The sessions that a grant has led to.
pub(crate) async fn list_sessions_of_grant(
    tx: &TenantTx,
    grant_id: Uuid,
) -> Result<Vec<Uuid>, AppError> {
    let sql = "SELECT session_id FROM impersonations \
               WHERE tenant_id = $1 AND grant_id = $2 AND session_id IS NOT NULL AND ended_at IS NULL";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), grant_id.into()])
        .await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "session_id")?))
        .collect()
}
