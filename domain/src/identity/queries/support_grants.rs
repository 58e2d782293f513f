//! `support_grants`: what the tenant permits the platform's operators for a while.

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::db::TenantTx;
use crate::paging::Page;

/// A permission for operators to act in somebody's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportGrant {
    pub id: Uuid,
    /// In whose name.
    pub user_id: Uuid,
    pub subject_id: Uuid,
    pub reason: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub consented_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// How far it is, when it was read.
    pub state: SupportGrantState,
}

/// How far a grant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupportGrantState {
    /// The person has not consented yet.
    WaitingForConsent,
    /// Operators can use it.
    Active,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
}

/// A grant to be made.
pub(crate) struct NewSupportGrant<'a> {
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) reason: &'a str,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) consented_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "g.id, g.user_id, g.subject_id, g.reason, g.created_at, g.expires_at, g.consented_at, g.revoked_at";

fn read(tx: &TenantTx, row: &QueryResult) -> Result<SupportGrant, AppError> {
    let expires_at: DateTime<Utc> = row.try_get("", "expires_at")?;
    let consented_at: Option<DateTime<Utc>> = row.try_get("", "consented_at")?;
    let revoked_at: Option<DateTime<Utc>> = row.try_get("", "revoked_at")?;
    let state = if revoked_at.is_some() {
        SupportGrantState::Revoked
    } else if tx.now() >= expires_at {
        SupportGrantState::Expired
    } else if consented_at.is_none() {
        SupportGrantState::WaitingForConsent
    } else {
        SupportGrantState::Active
    };
    Ok(SupportGrant {
        id: row.try_get("", "id")?,
        user_id: row.try_get("", "user_id")?,
        subject_id: row.try_get("", "subject_id")?,
        reason: row.try_get("", "reason")?,
        created_at: row.try_get("", "created_at")?,
        expires_at,
        consented_at,
        revoked_at,
        state,
    })
}

pub(crate) async fn insert_grant(
    tx: &TenantTx,
    grant: NewSupportGrant<'_>,
) -> Result<(), AppError> {
    let sql = "INSERT INTO support_grants (tenant_id, id, subject_id, user_id, reason, created_at, expires_at, \
               consented_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: [Value; 8] = [
        tx.tenant_id().into(),
        grant.id.into(),
        grant.subject_id.into(),
        grant.user_id.into(),
        grant.reason.into(),
        tx.now().into(),
        grant.expires_at.into(),
        grant.consented_at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The grant with this id; `NotFound` also for one of another tenant.
pub(crate) async fn find_grant(tx: &TenantTx, id: Uuid) -> Result<SupportGrant, AppError> {
    find(tx, id, "").await
}

/// The same, locked until the transaction ends: what is done by it and its end come one after the other.
pub(crate) async fn lock_grant(tx: &TenantTx, id: Uuid) -> Result<SupportGrant, AppError> {
    find(tx, id, tx.dialect().for_update()).await
}

async fn find(tx: &TenantTx, id: Uuid, lock: &str) -> Result<SupportGrant, AppError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM support_grants g WHERE g.tenant_id = $1 AND g.id = $2{lock}"
    );
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    let row = rows.first();
    row.map_or(Err(AppError::NotFound("grant for support")), |row| {
        read(tx, row)
    })
}

/// A page of grants and one more, newest first: all, or those in this person's name.
pub(crate) async fn list_grants(
    tx: &TenantTx,
    user_id: Option<Uuid>,
    page: &Page,
) -> Result<Vec<SupportGrant>, AppError> {
    let limit = i64::try_from(page.limit()).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), user_id.into(), limit.into()];
    let mut after = "";
    if let Some((created_at, id)) = page.after_time()? {
        values.extend([created_at.into(), id.into()]);
        after = " AND (g.created_at, g.id) < ($4, $5)";
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM support_grants g WHERE g.tenant_id = $1 AND g.user_id = COALESCE($2, g.user_id){after} \
         ORDER BY g.created_at DESC, g.id DESC LIMIT $3"
    );
    let rows = tx.query(sql, values).await?;
    rows.iter().map(|row| read(tx, row)).collect()
}

/// How many there are.
pub(crate) async fn count_grants(tx: &TenantTx, user_id: Option<Uuid>) -> Result<u64, AppError> {
    let sql = "SELECT count(*) AS total FROM support_grants g WHERE g.tenant_id = $1 AND g.user_id = COALESCE($2, g.user_id)";
    let values: [Value; 2] = [tx.tenant_id().into(), user_id.into()];
    let rows = tx.query(sql, values).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

/// The person consents. False if they have already.
pub(crate) async fn set_consented(tx: &TenantTx, id: Uuid) -> Result<bool, AppError> {
    let sql = "UPDATE support_grants SET consented_at = $3 WHERE tenant_id = $1 AND id = $2 AND consented_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), id.into(), tx.now().into()];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Takes the grant back. False if it was taken back already.
pub(crate) async fn set_revoked(tx: &TenantTx, id: Uuid) -> Result<bool, AppError> {
    let sql = "UPDATE support_grants SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), id.into(), tx.now().into()];
    Ok(tx.execute(sql, values).await? == 1)
}

/// The active owners.
pub(crate) async fn list_owners(tx: &TenantTx) -> Result<Vec<Uuid>, AppError> {
    let sql = "SELECT DISTINCT r.user_id FROM user_roles r \
               JOIN users u ON u.tenant_id = r.tenant_id AND u.id = r.user_id \
               WHERE r.tenant_id = $1 AND r.role = 'owner' AND u.status = 'active'";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "user_id")?))
        .collect()
}
