//! `users`, with the roles and the audit name of each.

use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::identity::{UserKind, UserStatus};

use chrono::{DateTime, Utc};

use crate::AppError;
use crate::db::TenantTx;
use crate::identity::{EmailAddress, Role};
use crate::paging::Page;

/// A user as the people of the tenant see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub id: Uuid,
    pub subject_id: Uuid,
    /// The name in the audit trail; gone with the person.
    pub pid: Option<Uuid>,
    pub email: String,
    pub email_normalized: String,
    pub display_name: String,
    pub roles: Vec<Role>,
    pub status: UserStatus,
    pub authz_epoch: i32,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub kind: UserKind,
}

impl User {
    /// Whether it belongs to a program.
    #[must_use]
    pub fn is_service_account(&self) -> bool {
        self.kind == UserKind::ServiceAccount
    }

    /// Whether it may come in.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == UserStatus::Active
    }
}

/// A user with what a log-in needs.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) user: User,
    pub(crate) password_hash: Option<String>,
    /// In a row, from devices that are not known.
    pub(crate) failed_log_ins: i32,
}

/// An account of a program to be made.
pub(crate) struct NewServiceAccount<'a> {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) address: &'a str,
    pub(crate) name: &'a str,
}

/// An account to be made.
pub(crate) struct NewUser<'a> {
    pub(crate) id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) email: &'a EmailAddress,
    pub(crate) display_name: &'a str,
    /// None for who comes in otherwise.
    pub(crate) password_hash: Option<&'a str>,
}

const COLUMNS: &str = "u.id, u.subject_id, u.email, u.email_normalized, u.display_name, u.status, u.authz_epoch, u.version, u.created_at, \
    u.password_hash, u.kind, u.failed_log_ins, \
    (SELECT p.pid FROM subject_pids p WHERE p.tenant_id = u.tenant_id AND p.subject_id = u.subject_id) AS pid, \
    (SELECT string_agg(r.role, ',') FROM user_roles r WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id) AS roles";

fn read(row: &QueryResult) -> Result<User, AppError> {
    let status: String = row.try_get("", "status")?;
    let roles: Option<String> = row.try_get("", "roles")?;
    let kind: String = row.try_get("", "kind")?;
    Ok(User {
        id: row.try_get("", "id")?,
        subject_id: row.try_get("", "subject_id")?,
        pid: row.try_get("", "pid")?,
        email: row.try_get("", "email")?,
        email_normalized: row.try_get("", "email_normalized")?,
        display_name: row.try_get("", "display_name")?,
        roles: Role::parse_list(roles.as_deref().unwrap_or_default())?,
        status: UserStatus::try_from_value(&status)?,
        authz_epoch: row.try_get("", "authz_epoch")?,
        version: row.try_get("", "version")?,
        created_at: row.try_get("", "created_at")?,
        kind: UserKind::try_from_value(&kind)?,
    })
}

/// The user with this id; `NotFound` also for one of another tenant.
pub(crate) async fn find_user(tx: &TenantTx, id: Uuid) -> Result<User, AppError> {
    let sql = format!("SELECT {COLUMNS} FROM users u WHERE u.tenant_id = $1 AND u.id = $2");
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    rows.first().map_or(Err(AppError::NotFound("user")), read)
}

/// Those of these ids that exist, in no order.
pub(crate) async fn find_users(tx: &TenantTx, ids: &[Uuid]) -> Result<Vec<User>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..ids.len() + 2)
        .map(|place| format!("${place}"))
        .collect();
    let sql = format!(
        "SELECT {COLUMNS} FROM users u WHERE u.tenant_id = $1 AND u.id IN ({})",
        places.join(", ")
    );
    let values = std::iter::once(tx.tenant_id())
        .chain(ids.iter().copied())
        .map(Value::from);
    let rows = tx.query(sql, values.collect::<Vec<_>>()).await?;
    rows.iter().map(read).collect()
}

/// The users of a page and one more, newest first.
pub(crate) async fn list_users(tx: &TenantTx, page: &Page) -> Result<Vec<User>, AppError> {
    let limit = i64::try_from(page.limit()).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![tx.tenant_id().into(), limit.into()];
    let mut after = "";
    if let Some((created_at, id)) = page.after_time()? {
        values.extend([created_at.into(), id.into()]);
        after = " AND (u.created_at, u.id) < ($3, $4)";
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM users u WHERE u.tenant_id = $1{after} \
         ORDER BY u.created_at DESC, u.id DESC LIMIT $2"
    );
    let rows = tx.query(sql, values).await?;
    rows.iter().map(read).collect()
}

/// How many users the tenant has.
pub(crate) async fn count_users(tx: &TenantTx) -> Result<u64, AppError> {
    let sql = "SELECT count(*) AS total FROM users WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}

/// Who logs in with this address.
pub(crate) async fn find_credentials(
    tx: &TenantTx,
    email_normalized: &str,
) -> Result<Option<Credentials>, AppError> {
    let sql =
        format!("SELECT {COLUMNS} FROM users u WHERE u.tenant_id = $1 AND u.email_normalized = $2");
    let rows = tx
        .query(sql, [tx.tenant_id().into(), email_normalized.into()])
        .await?;
    let credentials = |row: &QueryResult| {
        Ok(Credentials {
            user: read(row)?,
            password_hash: row.try_get("", "password_hash")?,
            failed_log_ins: row.try_get("", "failed_log_ins")?,
        })
    };
    rows.first().map(credentials).transpose()
}

/// Makes an account without roles.
pub(crate) async fn insert_user(tx: &TenantTx, user: NewUser<'_>) -> Result<(), AppError> {
    let sql = "INSERT INTO users (tenant_id, id, subject_id, email, email_normalized, display_name, password_hash, \
               status, authz_epoch, version, created_at, updated_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', 0, 1, $8, $8)";
    let values: [Value; 8] = [
        tx.tenant_id().into(),
        user.id.into(),
        user.subject_id.into(),
        user.email.as_str().into(),
        user.email.normalized().into(),
        user.display_name.into(),
        user.password_hash.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Makes an account of a program, without roles and without a password.
pub(crate) async fn insert_service_account(
    tx: &TenantTx,
    account: NewServiceAccount<'_>,
) -> Result<(), AppError> {
    let sql = "INSERT INTO users (tenant_id, id, subject_id, email, email_normalized, display_name, kind, \
               status, authz_epoch, version, created_at, updated_at) \
               VALUES ($1, $2, $3, $4, $4, $5, 'service_account', 'active', 0, 1, $6, $6)";
    let values: [Value; 6] = [
        tx.tenant_id().into(),
        account.id.into(),
        account.subject_id.into(),
        account.address.into(),
        account.name.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Replaces the password hash if it is still `known`. False if somebody was quicker.
pub(crate) async fn set_password_hash(
    tx: &TenantTx,
    user_id: Uuid,
    known: &str,
    new: &str,
) -> Result<bool, AppError> {
    let sql = "UPDATE users SET password_hash = $4, updated_at = $5, version = version + 1 \
               WHERE tenant_id = $1 AND id = $2 AND password_hash = $3 AND status = 'active'";
    let values: [Value; 5] = [
        tx.tenant_id().into(),
        user_id.into(),
        known.into(),
        new.into(),
        tx.now().into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Sets a new password hash whatever it was. False if the user is not active.
pub(crate) async fn replace_password_hash(
    tx: &TenantTx,
    user_id: Uuid,
    new: &str,
) -> Result<bool, AppError> {
    let sql = "UPDATE users SET password_hash = $3, updated_at = $4, version = version + 1 \
               WHERE tenant_id = $1 AND id = $2 AND status = 'active'";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        user_id.into(),
        new.into(),
        tx.now().into(),
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Gives an account another address.
pub(crate) async fn set_email(
    tx: &TenantTx,
    user_id: Uuid,
    email: &EmailAddress,
) -> Result<(), AppError> {
    let sql = "UPDATE users SET email = $3, email_normalized = $4, updated_at = $5, version = version + 1 \
               WHERE tenant_id = $1 AND id = $2";
    let values: [Value; 5] = [
        tx.tenant_id().into(),
        user_id.into(),
        email.as_str().into(),
        email.normalized().into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Ends what was granted under earlier epochs. Returns the new one.
pub(crate) async fn bump_epoch(tx: &TenantTx, user_id: Uuid) -> Result<i32, AppError> {
    let sql = "UPDATE users SET authz_epoch = authz_epoch + 1, version = version + 1, updated_at = $3 \
               WHERE tenant_id = $1 AND id = $2 RETURNING authz_epoch";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), tx.now().into()];
    let rows = tx.query(sql, values).await?;
    let row = rows.first().ok_or(AppError::NotFound("user"))?;
    Ok(row.try_get("", "authz_epoch")?)
}

/// Deactivates an account. False if it is deactivated already.
pub(crate) async fn set_deactivated(tx: &TenantTx, user_id: Uuid) -> Result<bool, AppError> {
    let sql = "UPDATE users SET status = 'deactivated', deactivated_at = $3, updated_at = $3, \
               authz_epoch = authz_epoch + 1, version = version + 1 \
               WHERE tenant_id = $1 AND id = $2 AND status = 'active'";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), tx.now().into()];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Lets a deactivated account in again. False if it is active.
pub(crate) async fn set_reactivated(tx: &TenantTx, user_id: Uuid) -> Result<bool, AppError> {
    let sql = "UPDATE users SET status = 'active', deactivated_at = NULL, updated_at = $3, \
               authz_epoch = authz_epoch + 1, version = version + 1 \
               WHERE tenant_id = $1 AND id = $2 AND status = 'deactivated'";
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), tx.now().into()];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Something of an active user says something else now; `Conflict` if somebody who saw the same version was quicker, or has
/// deactivated the user.
pub(crate) async fn touch_user(
    tx: &TenantTx,
    user_id: Uuid,
    expected_version: Option<i32>,
) -> Result<(), AppError> {
    let sql = "UPDATE users SET version = version + 1, updated_at = $3 \
               WHERE tenant_id = $1 AND id = $2 AND status = 'active' AND version = COALESCE($4, version)";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        user_id.into(),
        tx.now().into(),
        expected_version.into(),
    ];
    if tx.execute(sql, values).await? == 1 {
        return Ok(());
    }
    let message = "the user has changed meanwhile; load it and try again";
    Err(AppError::Conflict(message.into()))
}

/// What the audit trail calls a person.
pub(crate) async fn find_pid(tx: &TenantTx, subject_id: Uuid) -> Result<Option<Uuid>, AppError> {
    let sql = "SELECT pid FROM subject_pids WHERE tenant_id = $1 AND subject_id = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), subject_id.into()])
        .await?;
    rows.first()
        .map(|row| Ok(row.try_get("", "pid")?))
        .transpose()
}
