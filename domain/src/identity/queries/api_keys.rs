//! `api_keys`, with the state of the owner and the tenant on which each depends.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::identity::{SecondFactorPolicy, UserKind};

use super::administration_networks::parse_networks;
use super::totp_factors::HAS_FACTOR;
use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::identity::{Permission, Role};
use crate::net::Cidr;
use crate::paging::Page;

/// A key as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    pub id: Uuid,
    /// Whose it is: a person or a service account.
    pub user_id: Uuid,
    pub subject_id: Uuid,
    pub name: String,
    pub scopes: Vec<Permission>,
    /// Where it works from; empty: anywhere.
    pub networks: Vec<Cidr>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Everything that decides whether a key lets in and what it may do.
pub(crate) struct KeyState {
    pub(crate) key: ApiKey,
    pub(crate) secret_hash: Vec<u8>,
    pub(crate) pid: Option<Uuid>,
    pub(crate) owner_kind: UserKind,
    pub(crate) roles: Vec<Role>,
    pub(crate) granted: Vec<Permission>,
    pub(crate) administration: Vec<Cidr>,
    pub(crate) is_owner_active: bool,
    /// What the tenant demands.
    pub(crate) second_factor: SecondFactorPolicy,
    /// The owner has one, or has no password that it would stand beside.
    pub(crate) needs_no_factor: bool,
}

const COLUMNS: &str = "k.id, k.user_id, k.subject_id, k.name, k.scopes, k.networks, k.created_at, k.expires_at, \
    k.last_used_at, k.revoked_at";

fn read(row: &QueryResult) -> Result<ApiKey, AppError> {
    let scopes: Vec<String> = read_list(row, "scopes")?;
    let networks: Vec<String> = read_list(row, "networks")?;
    Ok(ApiKey {
        id: row.try_get("", "id")?,
        user_id: row.try_get("", "user_id")?,
        subject_id: row.try_get("", "subject_id")?,
        name: row.try_get("", "name")?,
        // What this version does not know permits nothing.
        scopes: scopes
            .iter()
            .filter_map(|scope| scope.parse().ok())
            .collect(),
        networks: networks
            .iter()
            .map(|network| network.parse().map_err(AppError::internal))
            .collect::<Result<_, _>>()?,
        created_at: row.try_get("", "created_at")?,
        expires_at: row.try_get("", "expires_at")?,
        last_used_at: row.try_get("", "last_used_at")?,
        revoked_at: row.try_get("", "revoked_at")?,
    })
}

fn read_list(row: &QueryResult, column: &str) -> Result<Vec<String>, AppError> {
    let list: serde_json::Value = row.try_get("", column)?;
    serde_json::from_value(list).map_err(AppError::internal)
}

/// The key with this id and all that it depends on, whatever their states.
pub(crate) async fn find_key_state(tx: &TenantTx, id: Uuid) -> Result<Option<KeyState>, AppError> {
    let sql = format!(
        "SELECT {COLUMNS}, k.secret_hash, u.kind AS owner_kind, \
         u.status = 'active' AND t.status = 'active' AND s.state = 'active' AS is_owner_active, \
         (SELECT p.pid FROM subject_pids p WHERE p.tenant_id = k.tenant_id AND p.subject_id = k.subject_id) AS pid, \
         (SELECT string_agg(r.role, ',') FROM user_roles r WHERE r.tenant_id = k.tenant_id AND r.user_id = k.user_id) AS roles, \
         (SELECT string_agg(c.permissions, ',') FROM user_custom_roles a \
          JOIN custom_roles c ON c.tenant_id = a.tenant_id AND c.id = a.role_id \
          WHERE a.tenant_id = k.tenant_id AND a.user_id = k.user_id) AS granted, \
         (SELECT n.networks FROM administration_networks n WHERE n.tenant_id = k.tenant_id) AS administration, \
         (SELECT o.second_factor FROM access_policies o WHERE o.tenant_id = k.tenant_id) AS second_factor, \
         {HAS_FACTOR} OR u.password_hash IS NULL AS needs_no_factor \
         FROM api_keys k JOIN users u ON u.tenant_id = k.tenant_id AND u.id = k.user_id \
         JOIN tenants t ON t.id = k.tenant_id \
         JOIN data_subjects s ON s.tenant_id = k.tenant_id AND s.id = k.subject_id \
         WHERE k.tenant_id = $1 AND k.id = $2"
    );
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    let state = |row: &QueryResult| {
        let owner_kind: String = row.try_get("", "owner_kind")?;
        let roles: Option<String> = row.try_get("", "roles")?;
        let granted: Option<String> = row.try_get("", "granted")?;
        let administration: Option<String> = row.try_get("", "administration")?;
        let second_factor: Option<String> = row.try_get("", "second_factor")?;
        let second_factor = second_factor.map(|text| SecondFactorPolicy::try_from_value(&text));
        Ok(KeyState {
            key: read(row)?,
            secret_hash: row.try_get("", "secret_hash")?,
            pid: row.try_get("", "pid")?,
            owner_kind: UserKind::try_from_value(&owner_kind)?,
            roles: Role::parse_list(roles.as_deref().unwrap_or_default())?,
            granted: Permission::parse_list(granted.as_deref().unwrap_or_default()),
            administration: parse_networks(administration.as_deref().unwrap_or_default())?,
            is_owner_active: row.try_get("", "is_owner_active")?,
            second_factor: second_factor.transpose()?.unwrap_or_default(),
            needs_no_factor: row.try_get("", "needs_no_factor")?,
        })
    };
    rows.first().map(state).transpose()
}

/// The key with this id.
pub(crate) async fn find_key(tx: &TenantTx, id: Uuid) -> Result<ApiKey, AppError> {
    let sql = format!("SELECT {COLUMNS} FROM api_keys k WHERE k.tenant_id = $1 AND k.id = $2");
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    rows.first()
        .map_or(Err(AppError::NotFound("API key")), read)
}

/// The keys of a page that are not revoked and one more, newest first; of one owner or of all.
pub(crate) async fn list_keys(
    tx: &TenantTx,
    owner: Option<Uuid>,
    page: &Page,
) -> Result<Vec<ApiKey>, AppError> {
    let limit = i64::try_from(page.limit()).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), owner.into(), limit.into()];
    let mut after = "";
    if let Some((created_at, id)) = page.after_time()? {
        values.extend([created_at.into(), id.into()]);
        after = " AND (k.created_at, k.id) < ($4, $5)";
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM api_keys k WHERE k.tenant_id = $1 AND k.user_id = COALESCE($2, k.user_id) \
         AND k.revoked_at IS NULL{after} ORDER BY k.created_at DESC, k.id DESC LIMIT $3"
    );
    tx.query(sql, values).await?.iter().map(read).collect()
}

/// The keys of an owner that work, oldest first.
pub(crate) async fn list_working_keys(
    tx: &TenantTx,
    user_id: Uuid,
) -> Result<Vec<ApiKey>, AppError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM api_keys k WHERE k.tenant_id = $1 AND k.user_id = $2 AND k.revoked_at IS NULL \
         AND k.expires_at > $3 ORDER BY k.created_at, k.id"
    );
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), tx.now().into()];
    tx.query(sql, values).await?.iter().map(read).collect()
}

/// How many keys are not revoked, of one owner or of all.
pub(crate) async fn count_keys(tx: &TenantTx, owner: Option<Uuid>) -> Result<u64, AppError> {
    let sql = "SELECT count(*) AS total FROM api_keys \
               WHERE tenant_id = $1 AND user_id = COALESCE($2, user_id) AND revoked_at IS NULL";
    let rows = tx.query(sql, [tx.tenant_id().into(), owner.into()]).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

pub(crate) async fn insert_key(
    tx: &TenantTx,
    key: &ApiKey,
    secret_hash: Vec<u8>,
) -> Result<(), AppError> {
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    let networks: Vec<String> = key.networks.iter().map(ToString::to_string).collect();
    let sql = "INSERT INTO api_keys (tenant_id, id, subject_id, user_id, name, secret_hash, scopes, networks, \
               created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values: [Value; 10] = [
        tx.tenant_id().into(),
        key.id.into(),
        key.subject_id.into(),
        key.user_id.into(),
        key.name.as_str().into(),
        secret_hash.into(),
        serde_json::json!(scopes).into(),
        serde_json::json!(networks).into(),
        key.created_at.into(),
        key.expires_at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The key ends at this instant, if it did not end before.
pub(crate) async fn shorten_key(
    tx: &TenantTx,
    key: &ApiKey,
    expires_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let sql =
        "UPDATE api_keys SET expires_at = $3 WHERE tenant_id = $1 AND id = $2 AND expires_at > $3";
    let values: [Value; 3] = [tx.tenant_id().into(), key.id.into(), expires_at.into()];
    tx.execute(sql, values).await?;
    tx.wake(Topic::User(key.user_id));
    Ok(())
}

/// Revokes the key. False if it is revoked already.
pub(crate) async fn revoke_key(tx: &TenantTx, key: &ApiKey) -> Result<bool, AppError> {
    let sql = "UPDATE api_keys SET revoked_at = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), key.id.into(), tx.now().into()];
    tx.wake(Topic::User(key.user_id));
    Ok(tx.execute(sql, values).await? == 1)
}

/// Revokes every key of this owner.
pub(crate) async fn revoke_keys_of_user(tx: &TenantTx, user_id: Uuid) -> Result<(), AppError> {
    let sql = "UPDATE api_keys SET revoked_at = $3 WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), tx.now().into()];
    tx.execute(sql, values).await?;
    tx.wake(Topic::User(user_id));
    Ok(())
}

/// The key was used now, unless that was written less than `interval` ago.
pub(crate) async fn touch_key(
    tx: &TenantTx,
    id: Uuid,
    interval: TimeDelta,
) -> Result<(), AppError> {
    let sql = "UPDATE api_keys SET last_used_at = $3 WHERE tenant_id = $1 AND id = $2 \
               AND (last_used_at IS NULL OR last_used_at <= $4)";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        id.into(),
        tx.now().into(),
        (tx.now() - interval).into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}
