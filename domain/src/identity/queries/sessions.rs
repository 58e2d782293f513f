//! `sessions`, with the state of the user and the tenant on which each depends.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, QueryResult, Value};
use uuid::Uuid;
use xorb_entities::identity::{
    SecondFactorPolicy, SessionDelivery, SingleSignOnPolicy, UserStatus,
};
use xorb_entities::tenants::TenantStatus;

use super::administration_networks::parse_networks;
use super::totp_factors::HAS_FACTOR;
use crate::AppError;
use crate::db::TenantTx;
use crate::events::Topic;
use crate::identity::demand::{is_second_factor_demanded, is_single_sign_on_missing};
use crate::identity::sessions::limits;
use crate::identity::support_access::is_impersonation;
use crate::identity::{Demand, Permission, Role};
use crate::net::Cidr;
use crate::paging::Page;

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: Uuid,
    pub user_id: Uuid,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// An operator of the platform holds it in the person's name.
    pub is_impersonation: bool,
}

/// Everything that decides whether a session lives and what its user may do.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct SessionState {
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) pid: Option<Uuid>,
    pub(crate) delivery: SessionDelivery,
    pub(crate) auth_time: DateTime<Utc>,
    pub(crate) last_seen_at: DateTime<Utc>,
    pub(crate) idle_expires_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) authz_epoch: i32,
    pub(crate) methods: String,
    pub(crate) is_revoked: bool,
    pub(crate) user_epoch: i32,
    pub(crate) is_user_active: bool,
    /// The tenant is active, or the operators' own.
    pub(crate) is_tenant_open: bool,
    /// It is an operator's.
    pub(crate) is_operator: bool,
    pub(crate) roles: Vec<Role>,
    /// What the tenant has set.
    pub(crate) idle_minutes: Option<i32>,
    pub(crate) second_factor: SecondFactorPolicy,
    pub(crate) single_sign_on: SingleSignOnPolicy,
    pub(crate) has_factor: bool,
    /// What the tenant's own roles permit.
    pub(crate) granted: Vec<Permission>,
    /// From where the tenant is administered.
    pub(crate) administration: Vec<Cidr>,
}

impl SessionState {
    /// Does it let its user in at this instant?
    pub(crate) fn is_live(&self, now: DateTime<Utc>) -> bool {
        !self.is_revoked
            && self.is_user_active
            && self.is_tenant_open
            && self.authz_epoch >= self.user_epoch
            && now < self.idle_expires_at
            && now < self.expires_at
            && !limits::has_lasted(now - self.auth_time, self.is_administration())
    }

    /// What the tenant demands that is not there. Whoever comes from an identity provider has been asked for a second
    /// factor there.
    pub(crate) fn demand(&self) -> Option<Demand> {
        if is_single_sign_on_missing(self.single_sign_on, &self.roles, &self.methods) {
            return Some(Demand::SingleSignOn);
        }
        let is_federated = self.methods.split(' ').any(|method| method == "fed");
        let is_missing = !self.has_factor && !is_federated;
        (is_missing && is_second_factor_demanded(self.second_factor, self.is_administration()))
            .then_some(Demand::SecondFactor)
    }

    /// Whether the short limits of administration hold.
    pub(crate) fn is_administration(&self) -> bool {
        self.is_operator || limits::is_administration(&self.roles, &self.granted)
    }
}

const COLUMNS: &str = "s.id, s.user_id, s.subject_id, s.delivery, s.auth_time, s.last_seen_at, s.idle_expires_at, \
    s.expires_at, s.authz_epoch, s.methods, s.revoked_at, u.status AS user_status, u.authz_epoch AS user_epoch, \
    t.status AS tenant_status, \
    (SELECT i.pid FROM subject_pids i WHERE i.tenant_id = s.tenant_id AND i.subject_id = s.subject_id) AS pid, \
    (SELECT string_agg(r.role, ',') FROM user_roles r WHERE r.tenant_id = s.tenant_id AND r.user_id = s.user_id) AS roles, \
    p.second_factor, p.single_sign_on, p.session_idle_minutes AS idle_minutes, \
    (SELECT string_agg(c.permissions, ',') FROM user_custom_roles a \
     JOIN custom_roles c ON c.tenant_id = a.tenant_id AND c.id = a.role_id \
     WHERE a.tenant_id = s.tenant_id AND a.user_id = s.user_id) AS granted, \
    (SELECT n.networks FROM administration_networks n WHERE n.tenant_id = s.tenant_id) AS administration";
const TABLES: &str = "sessions s JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id \
    JOIN tenants t ON t.id = s.tenant_id LEFT JOIN access_policies p ON p.tenant_id = s.tenant_id";

fn read(row: &QueryResult) -> Result<SessionState, AppError> {
    let delivery: String = row.try_get("", "delivery")?;
    let user_status: String = row.try_get("", "user_status")?;
    let tenant_status: String = row.try_get("", "tenant_status")?;
    let is_operator = tenant_status == TenantStatus::Platform.to_value();
    let revoked_at: Option<DateTime<Utc>> = row.try_get("", "revoked_at")?;
    let roles: Option<String> = row.try_get("", "roles")?;
    let second_factor: Option<String> = row.try_get("", "second_factor")?;
    let second_factor = second_factor.map(|text| SecondFactorPolicy::try_from_value(&text));
    let single_sign_on: Option<String> = row.try_get("", "single_sign_on")?;
    let single_sign_on = single_sign_on.map(|text| SingleSignOnPolicy::try_from_value(&text));
    let granted: Option<String> = row.try_get("", "granted")?;
    let administration: Option<String> = row.try_get("", "administration")?;
    Ok(SessionState {
        id: row.try_get("", "id")?,
        user_id: row.try_get("", "user_id")?,
        subject_id: row.try_get("", "subject_id")?,
        pid: row.try_get("", "pid")?,
        delivery: SessionDelivery::try_from_value(&delivery)?,
        auth_time: row.try_get("", "auth_time")?,
        last_seen_at: row.try_get("", "last_seen_at")?,
        idle_expires_at: row.try_get("", "idle_expires_at")?,
        expires_at: row.try_get("", "expires_at")?,
        authz_epoch: row.try_get("", "authz_epoch")?,
        methods: row.try_get("", "methods")?,
        is_revoked: revoked_at.is_some(),
        user_epoch: row.try_get("", "user_epoch")?,
        is_user_active: user_status == UserStatus::Active.to_value(),
        is_tenant_open: is_operator || tenant_status == TenantStatus::Active.to_value(),
        is_operator,
        roles: Role::parse_list(roles.as_deref().unwrap_or_default())?,
        idle_minutes: row.try_get("", "idle_minutes")?,
        second_factor: second_factor.transpose()?.unwrap_or_default(),
        single_sign_on: single_sign_on.transpose()?.unwrap_or_default(),
        has_factor: row.try_get("", "has_factor")?,
        granted: Permission::parse_list(granted.as_deref().unwrap_or_default()),
        administration: parse_networks(administration.as_deref().unwrap_or_default())?,
    })
}

/// The session with this id, whatever its state.
pub(crate) async fn find_session(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<SessionState>, AppError> {
    let sql = format!(
        "SELECT {COLUMNS}, {HAS_FACTOR} AS has_factor FROM {TABLES} WHERE s.tenant_id = $1 AND s.id = $2"
    );
    let rows = tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    rows.first().map(read).transpose()
}

/// The session of this cookie, whatever its state.
pub(crate) async fn find_session_by_cookie(
    tx: &TenantTx,
    cookie_hash: Vec<u8>,
) -> Result<Option<SessionState>, AppError> {
    let sql = format!(
        "SELECT {COLUMNS}, {HAS_FACTOR} AS has_factor FROM {TABLES} WHERE s.tenant_id = $1 AND s.cookie_hash = $2"
    );
    let rows = tx
        .query(sql, [tx.tenant_id().into(), cookie_hash.into()])
        .await?;
    rows.first().map(read).transpose()
}

/// Locks the session's row: whatever happens to its tokens happens one after the other.
pub(crate) async fn lock_session(
    tx: &TenantTx,
    id: Uuid,
) -> Result<Option<SessionState>, AppError> {
    let sql = format!(
        "SELECT id FROM sessions WHERE tenant_id = $1 AND id = $2{}",
        tx.dialect().for_update()
    );
    tx.query(sql, [tx.tenant_id().into(), id.into()]).await?;
    find_session(tx, id).await
}

/// A session to be made.
pub(crate) struct NewSession {
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) subject_id: Uuid,
    pub(crate) delivery: SessionDelivery,
    pub(crate) cookie_hash: Option<Vec<u8>>,
    pub(crate) idle_expires_at: DateTime<Utc>,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) authz_epoch: i32,
    pub(crate) methods: String,
}

pub(crate) async fn insert_session(tx: &TenantTx, session: NewSession) -> Result<(), AppError> {
    let sql = "INSERT INTO sessions (tenant_id, id, subject_id, user_id, delivery, cookie_hash, family_generation, \
               auth_time, last_seen_at, idle_expires_at, expires_at, authz_epoch, methods, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $7, $8, $9, $10, $11, $7)";
    let values: [Value; 11] = [
        tx.tenant_id().into(),
        session.id.into(),
        session.subject_id.into(),
        session.user_id.into(),
        session.delivery.to_value().into(),
        session.cookie_hash.into(),
        tx.now().into(),
        session.idle_expires_at.into(),
        session.expires_at.into(),
        session.authz_epoch.into(),
        session.methods.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// The user was seen: the idle time begins anew.
pub(crate) async fn touch_session(
    tx: &TenantTx,
    id: Uuid,
    idle_expires_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let sql = "UPDATE sessions SET last_seen_at = $3, idle_expires_at = $4 \
               WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        id.into(),
        tx.now().into(),
        idle_expires_at.into(),
    ];
    tx.execute(sql, values).await?;
    Ok(())
}

/// Lets one session live on under the user's new epoch.
pub(crate) async fn renew_epoch(tx: &TenantTx, id: Uuid, authz_epoch: i32) -> Result<(), AppError> {
    let sql = "UPDATE sessions SET authz_epoch = $3 WHERE tenant_id = $1 AND id = $2";
    tx.execute(sql, [tx.tenant_id().into(), id.into(), authz_epoch.into()])
        .await?;
    Ok(())
}

/// Ends a session. False if it has ended already.
pub(crate) async fn revoke_session(
    tx: &TenantTx,
    id: Uuid,
    reason: &'static str,
) -> Result<bool, AppError> {
    let sql = "UPDATE sessions SET revoked_at = $3, revoked_reason = $4 \
               WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        id.into(),
        tx.now().into(),
        reason.into(),
    ];
    tx.wake(Topic::Session(id));
    Ok(tx.execute(sql, values).await? == 1)
}

/// Ends all sessions of a user, except one if it is given.
pub(crate) async fn revoke_sessions_of_user(
    tx: &TenantTx,
    user_id: Uuid,
    except: Option<Uuid>,
    reason: &'static str,
) -> Result<u64, AppError> {
    let sql = "UPDATE sessions SET revoked_at = $4, revoked_reason = $5 \
               WHERE tenant_id = $1 AND user_id = $2 AND id <> $3 AND revoked_at IS NULL";
    let values: [Value; 5] = [
        tx.tenant_id().into(),
        user_id.into(),
        except.unwrap_or_default().into(),
        tx.now().into(),
        reason.into(),
    ];
    tx.wake(Topic::User(user_id));
    tx.execute(sql, values).await
}

const LIVE: &str = "s.tenant_id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 \
    AND s.idle_expires_at > $3 \
    AND s.authz_epoch >= (SELECT u.authz_epoch FROM users u WHERE u.tenant_id = s.tenant_id AND u.id = s.user_id)";

/// The live sessions of a page and one more, newest first.
pub(crate) async fn list_live_sessions(
    tx: &TenantTx,
    user_id: Uuid,
    page: &Page,
) -> Result<Vec<Session>, AppError> {
    let limit = i64::try_from(page.limit()).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![
        tx.tenant_id().into(),
        user_id.into(),
        tx.now().into(),
        limit.into(),
    ];
    let mut after = "";
    if let Some((created_at, id)) = page.after_time()? {
        values.extend([created_at.into(), id.into()]);
        after = " AND (s.created_at, s.id) < ($5, $6)";
    }
    let sql = format!(
        "SELECT s.id, s.user_id, s.created_at, s.last_seen_at, s.expires_at, s.methods FROM sessions s WHERE {LIVE}{after} \
         ORDER BY s.created_at DESC, s.id DESC LIMIT $4"
    );
    let session = |row: &QueryResult| {
        Ok(Session {
            id: row.try_get("", "id")?,
            user_id: row.try_get("", "user_id")?,
            created_at: row.try_get("", "created_at")?,
            last_seen_at: row.try_get("", "last_seen_at")?,
            expires_at: row.try_get("", "expires_at")?,
            is_impersonation: is_impersonation(&row.try_get::<String>("", "methods")?),
        })
    };
    tx.query(sql, values).await?.iter().map(session).collect()
}

/// How many live sessions a user has.
pub(crate) async fn count_live_sessions(tx: &TenantTx, user_id: Uuid) -> Result<u64, AppError> {
    let sql = format!("SELECT count(*) AS total FROM sessions s WHERE {LIVE}");
    let values: [Value; 3] = [tx.tenant_id().into(), user_id.into(), tx.now().into()];
    let rows = tx.query(sql, values).await?;
    let total: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?;
    Ok(u64::try_from(total).unwrap_or_default())
}
