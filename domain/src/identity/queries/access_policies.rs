//! `access_policies`: one row of each tenant that has changed anything.

use sea_orm::{ActiveEnum, QueryResult, Value};
use xorb_entities::identity::{SecondFactorPolicy, SingleSignOnPolicy};

use crate::AppError;
use crate::db::TenantTx;

/// What a tenant demands of those who log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessPolicy {
    pub second_factor: SecondFactorPolicy,
    pub single_sign_on: SingleSignOnPolicy,
    /// After how long without a request a session ends; `None`: as the installation says.
    pub session_idle_minutes: Option<i32>,
    pub version: i32,
}

/// The tenant's; that of a tenant that has changed nothing is off, in version 0.
pub(crate) async fn find_access_policy(tx: &TenantTx) -> Result<AccessPolicy, AppError> {
    let sql = "SELECT second_factor, single_sign_on, session_idle_minutes, version FROM access_policies \
               WHERE tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await?;
    let policy = |row: &QueryResult| {
        let second_factor: String = row.try_get("", "second_factor")?;
        let single_sign_on: String = row.try_get("", "single_sign_on")?;
        Ok(AccessPolicy {
            second_factor: SecondFactorPolicy::try_from_value(&second_factor)?,
            single_sign_on: SingleSignOnPolicy::try_from_value(&single_sign_on)?,
            session_idle_minutes: row.try_get("", "session_idle_minutes")?,
            version: row.try_get("", "version")?,
        })
    };
    let unchanged = AccessPolicy {
        second_factor: SecondFactorPolicy::Off,
        single_sign_on: SingleSignOnPolicy::Optional,
        session_idle_minutes: None,
        version: 0,
    };
    rows.first().map_or(Ok(unchanged), policy)
}

/// Writes it down as the next version; `Conflict` if somebody was quicker.
pub(crate) async fn save_access_policy(
    tx: &TenantTx,
    policy: AccessPolicy,
) -> Result<(), AppError> {
    let sql = "INSERT INTO access_policies (tenant_id, second_factor, session_idle_minutes, version, updated_at, single_sign_on) \
               VALUES ($1, $2, $3, 1, $4, $6) ON CONFLICT (tenant_id) DO UPDATE SET second_factor = $2, \
               session_idle_minutes = $3, version = access_policies.version + 1, updated_at = $4, single_sign_on = $6 \
               WHERE access_policies.version = $5";
    let values: [Value; 6] = [
        tx.tenant_id().into(),
        policy.second_factor.to_value().into(),
        policy.session_idle_minutes.into(),
        tx.now().into(),
        policy.version.into(),
        policy.single_sign_on.to_value().into(),
    ];
    if tx.execute(sql, values).await? == 1 {
        return Ok(());
    }
    let message = "the policy has changed meanwhile; load it and try again";
    Err(AppError::Conflict(message.into()))
}
