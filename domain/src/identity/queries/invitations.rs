//! `invitations`: only the hash of the token is stored.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::identity::InvitationState;

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::{EmailAddress, Role};
use crate::paging::Page;

/// An invitation as the inviter sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub id: Uuid,
    pub subject_id: Uuid,
    pub email: String,
    pub roles: Vec<Role>,
    pub state: InvitationState,
    pub expires_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

impl Invitation {
    /// Can it be accepted at this instant?
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.state == InvitationState::Pending && now < self.expires_at
    }

    /// Has somebody accepted it?
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.state == InvitationState::Accepted
    }
}

const COLUMNS: &str = "id, subject_id, email, roles, state, expires_at, created_at";

fn read(row: &QueryResult) -> Result<Invitation, AppError> {
    let state: String = row.try_get("", "state")?;
    let roles: serde_json::Value = row.try_get("", "roles")?;
    let names: Vec<String> = serde_json::from_value(roles).map_err(AppError::internal)?;
    Ok(Invitation {
        id: row.try_get("", "id")?,
        subject_id: row.try_get("", "subject_id")?,
        email: row.try_get("", "email")?,
        roles: Role::parse_list(&names.join(","))?,
        state: InvitationState::try_from_value(&state)?,
        expires_at: row.try_get("", "expires_at")?,
        created_at: row.try_get("", "created_at")?,
    })
}

pub(crate) async fn find_invitation(tx: &TenantTx, id: Uuid) -> Result<Invitation, AppError> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND id = $2");
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    rows.first()
        .map_or(Err(AppError::NotFound("invitation")), read)
}

pub(crate) async fn find_invitation_by_token(
    tx: &TenantTx,
    token_hash: Vec<u8>,
) -> Result<Option<Invitation>, AppError> {
    let sql = format!("SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND token_hash = $2");
    let rows = tx
        .query(sql, [tx.tenant_id().into(), token_hash.into()])
        .await?;
    rows.first().map(read).transpose()
}

/// Revokes what is pending for this address. Returns the person, who is the same one when invited again.
pub(crate) async fn revoke_pending(
    tx: &TenantTx,
    email_normalized: &str,
) -> Result<Option<Uuid>, AppError> {
    let sql = "UPDATE invitations SET state = 'revoked' \
               WHERE tenant_id = $1 AND email_normalized = $2 AND state = 'pending' RETURNING subject_id";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), email_normalized.into()])
        .await?;
    rows.first()
        .map(|row| Ok(row.try_get("", "subject_id")?))
        .transpose()
}

pub(crate) struct NewInvitation<'a> {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) email: &'a EmailAddress,
    pub(crate) roles: &'a [Role],
    pub(crate) token_hash: Vec<u8>,
    pub(crate) invited_by: Option<Uuid>,
    pub(crate) expires_at: DateTime<Utc>,
}

pub(crate) async fn insert_invitation(
    tx: &TenantTx,
    invitation: NewInvitation<'_>,
) -> Result<(), AppError> {
    let roles: Vec<&str> = invitation.roles.iter().map(|role| role.as_str()).collect();
    let sql = "INSERT INTO invitations (tenant_id, id, subject_id, email, email_normalized, roles, token_hash, \
               invited_by, state, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9, $10)";
    let values: [Value; 10] = [
        tx.tenant_id().into(),
        invitation.id.into(),
        invitation.subject_id.into(),
        invitation.email.as_str().into(),
        invitation.email.normalized().into(),
        serde_json::json!(roles).into(),
        invitation.token_hash.into(),
        invitation.invited_by.into(),
        invitation.expires_at.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Accepts a pending invitation. False if somebody was quicker.
pub(crate) async fn set_accepted(tx: &TenantTx, id: Uuid, user_id: Uuid) -> Result<bool, AppError> {
    let sql = "UPDATE invitations SET state = 'accepted', accepted_at = $3, accepted_user_id = $4 \
               WHERE tenant_id = $1 AND id = $2 AND state = 'pending'";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        id.into(),
        tx.now().into(),
        user_id.into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Takes a pending invitation back. False if it is not pending.
pub(crate) async fn set_revoked(tx: &TenantTx, id: Uuid) -> Result<bool, AppError> {
    let sql = "UPDATE invitations SET state = 'revoked' WHERE tenant_id = $1 AND id = $2 AND state = 'pending'";
    Ok(tx.execute(sql, [tx.tenant_id().into(), id.into()]).await? == 1)
}

/// Gives a pending invitation a new token and more time. False if it is not pending.
pub(crate) async fn renew_invitation(
    tx: &TenantTx,
    id: Uuid,
    token_hash: Vec<u8>,
    expires_at: DateTime<Utc>,
) -> Result<bool, AppError> {
    let sql = "UPDATE invitations SET token_hash = $3, expires_at = $4 \
               WHERE tenant_id = $1 AND id = $2 AND state = 'pending'";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        id.into(),
        token_hash.into(),
        expires_at.into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// The pending invitations of a page and one more, newest first.
pub(crate) async fn list_pending(tx: &TenantTx, page: &Page) -> Result<Vec<Invitation>, AppError> {
    let limit = i64::try_from(page.limit()).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), limit.into()];
    let mut after = "";
    if let Some((created_at, id)) = page.after_time()? {
        values.extend([created_at.into(), id.into()]);
        after = " AND (created_at, id) < ($3, $4)";
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations WHERE tenant_id = $1 AND state = 'pending'{after} \
         ORDER BY created_at DESC, id DESC LIMIT $2"
    );
    tx.query(sql, values).await?.iter().map(read).collect()
}

/// How many invitations are pending.
pub(crate) async fn count_pending(tx: &TenantTx) -> Result<u64, AppError> {
    let sql =
        "SELECT count(*) AS total FROM invitations WHERE tenant_id = $1 AND state = 'pending'";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

/// Whether this address is of none of the tenant's verified domains.
pub(crate) async fn is_stranger(tx: &TenantTx, email_normalized: &str) -> Result<bool, AppError> {
    let (_, domain) = email_normalized.rsplit_once('@').unwrap_or_default();
    let sql = "SELECT 1 AS one FROM tenant_domains WHERE tenant_id = $1 AND state = 'verified' AND domain = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), domain.into()])
        .await?;
    Ok(rows.is_empty())
}

/// How many such were invited within this time.
pub(crate) async fn count_invited_strangers(
    tx: &TenantTx,
    within: TimeDelta,
) -> Result<i64, AppError> {
    let sql = "SELECT count(*) AS total FROM invitations i WHERE i.tenant_id = $1 AND i.created_at > $2 \
               AND NOT EXISTS (SELECT 1 FROM tenant_domains d WHERE d.tenant_id = $1 AND d.state = 'verified' \
               AND i.email_normalized LIKE '%@' || d.domain)";
    let values: [Value; 2] = [tx.tenant_id().into(), (tx.now() - within).into()];
    let rows = tx.query(sql, values).await?;
    rows.first()
        .map_or(Ok(0), |row| Ok(row.try_get("", "total")?))
}

/// How many invitations this person was sent within this time.
pub(crate) async fn count_mails_to(
    tx: &TenantTx,
    subject_id: Uuid,
    within: TimeDelta,
) -> Result<i64, AppError> {
    let sql = "SELECT count(*) AS total FROM outgoing_mails \
               WHERE tenant_id = $1 AND subject_id = $2 AND kind = 'invitation' AND created_at > $3";
    let values: [Value; 3] = [
        tx.tenant_id().into(),
        subject_id.into(),
        (tx.now() - within).into(),
    ];
    let rows = tx.query(sql, values).await?;
    rows.first()
        .map_or(Ok(0), |row| Ok(row.try_get("", "total")?))
}
