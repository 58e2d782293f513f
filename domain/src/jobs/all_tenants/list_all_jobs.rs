//! The latest jobs of all tenants, or of one.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

use crate::AppError;
use crate::db::Db;
use crate::jobs::{JobClass, JobKind};

/// Which are wanted; the default is all.
#[derive(Clone, Debug, Default)]
pub struct AllJobsFilter {
    /// The short name of a tenant.
    pub tenant: Option<String>,
    /// The value in `jobs.state`.
    pub state: Option<String>,
    /// The pool.
    pub class: Option<JobClass>,
    /// What they do.
    pub kind: Option<JobKind>,
}

/// A job without its contents.
#[derive(Clone, Debug)]
pub struct TenantJob {
    /// The short name of its tenant.
    pub tenant: String,
    /// Its id.
    pub id: Uuid,
    /// The value in `jobs.kind`.
    pub kind: String,
    /// The value in `jobs.state`.
    pub state: String,
    /// How often it was begun.
    pub attempt: i32,
    /// The last attempt that counts.
    pub max_attempts: i32,
    /// Why it failed, or is tried again.
    pub error_code: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it is due.
    pub run_at: DateTime<Utc>,
}

/// The latest jobs that fit, newest first.
///
/// # Errors
/// As the database says.
pub async fn list_all_jobs(
    db: &Db,
    filter: &AllJobsFilter,
    limit: u32,
) -> Result<Vec<TenantJob>, AppError> {
    let conditions = [
        ("tenants.slug", filter.tenant.clone()),
        ("jobs.state", filter.state.clone()),
        (
            "jobs.class",
            filter.class.map(|class| class.as_str().into()),
        ),
        ("jobs.kind", filter.kind.map(|kind| kind.as_str().into())),
    ];
    let mut sql = "SELECT slug, jobs.id AS id, kind, jobs.state AS state, attempt, max_attempts, error_code, \
                   jobs.created_at AS created_at, run_at \
                   FROM jobs JOIN tenants ON tenants.id = jobs.tenant_id WHERE 1 = 1"
        .to_owned();
    let mut values: Vec<Value> = Vec::new();
    for (column, value) in conditions {
        if let Some(value) = value {
            values.push(value.into());
            let _ = write!(sql, " AND {column} = ${}", values.len());
        }
    }
    let _ = write!(
        sql,
        " ORDER BY jobs.created_at DESC, jobs.id DESC LIMIT {limit}"
    );
    let rows = db.system().await?.query(sql, values).await?;
    rows.iter()
        .map(|row| {
            Ok(TenantJob {
                tenant: row.try_get("", "slug")?,
                id: row.try_get("", "id")?,
                kind: row.try_get("", "kind")?,
                state: row.try_get("", "state")?,
                attempt: row.try_get("", "attempt")?,
                max_attempts: row.try_get("", "max_attempts")?,
                error_code: row.try_get("", "error_code")?,
                created_at: row.try_get("", "created_at")?,
                run_at: row.try_get("", "run_at")?,
            })
        })
        .collect()
}
