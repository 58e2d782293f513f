//! `rate_limit_policies`: the platform's own rows, without row-level security.

use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement};
use xorb_entities::tenants::{PolicyMode, PolicyScope, PolicyUnit};

use super::{Policy, PolicyName};
use crate::AppError;
use crate::db::{Db, TenantTx};

/// Every subject, in a column that is never null.
const ANY: &str = "*";

/// All policies that operators set. A row that this version can't read is left out, and said so.
pub(super) async fn list_policies(db: &Db) -> Result<Vec<Policy>, AppError> {
    let sql = "SELECT scope, subject, unit, mode, windows FROM rate_limit_policies";
    let statement = Statement::from_string(db.dialect().backend(), sql);
    let rows = db.untenanted_reads().query_all_raw(statement).await?;
    let mut policies = Vec::with_capacity(rows.len());
    for row in &rows {
        match read(row)? {
            Ok(policy) => policies.push(policy),
            Err(reason) => tracing::warn!(reason, "a rate limit in the database can't be used"),
        }
    }
    Ok(policies)
}

fn read(row: &QueryResult) -> Result<Result<Policy, String>, AppError> {
    let (scope, unit): (String, String) = (row.try_get("", "scope")?, row.try_get("", "unit")?);
    let (mode, windows): (String, String) = (row.try_get("", "mode")?, row.try_get("", "windows")?);
    let subject: String = row.try_get("", "subject")?;
    let name = PolicyName {
        scope: PolicyScope::try_from_value(&scope)?,
        subject: Some(subject).filter(|subject| subject != ANY),
        unit: PolicyUnit::try_from_value(&unit)?,
    };
    Ok(Policy::new(
        name,
        &windows,
        PolicyMode::try_from_value(&mode)?,
    ))
}

/// Writes a policy over the one of the same name.
pub(super) async fn set_policy(tx: &TenantTx, policy: &Policy) -> Result<(), AppError> {
    let sql = format!(
        "INSERT INTO rate_limit_policies (scope, subject, unit, mode, windows, updated_at) \
         VALUES ($1, $2, $3, $4, $5, {}) ON CONFLICT (scope, subject, unit) \
         DO UPDATE SET mode = excluded.mode, windows = excluded.windows, updated_at = excluded.updated_at",
        tx.dialect().now(tx.now())
    );
    let [scope, subject, unit] = key(&policy.name);
    let rest = [policy.mode.to_value(), policy.windows_text()];
    let values = [scope, subject, unit]
        .into_iter()
        .chain(rest)
        .map(Into::into);
    tx.execute(&sql, values).await?;
    Ok(())
}

/// Deletes a policy. Whether there was one.
pub(super) async fn delete_policy(tx: &TenantTx, name: &PolicyName) -> Result<bool, AppError> {
    let sql = "DELETE FROM rate_limit_policies WHERE scope = $1 AND subject = $2 AND unit = $3";
    Ok(tx.execute(sql, key(name).map(Into::into)).await? > 0)
}

fn key(name: &PolicyName) -> [String; 3] {
    let subject = name.subject.clone().unwrap_or_else(|| ANY.to_owned());
    [name.scope.to_value(), subject, name.unit.to_value()]
}
