//! How much there is to do in a location.

use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::map::{Erase, Link};

use super::{Condition, MAIL_FILES, TableActions, actions, condition};
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::Identifier;
use crate::privacy::mentions::count_mentioned_rows;

/// Rows of one location by what happens to them.
#[derive(Clone, Debug, Default)]
pub struct Work {
    pub deleted: i64,
    pub nulled: i64,
    pub redacted: i64,
    pub kept: Vec<(Erase, i64)>,
}

impl Work {
    /// Rows, or files, that the erasure changes.
    pub fn changed(&self) -> i64 {
        self.deleted
            .saturating_add(self.nulled)
            .saturating_add(self.redacted)
    }
}

/// Counts what is about `subjects`, or mentions one of `identifiers`. The request that erases them keeps its vault to the
/// end and is not counted.
///
/// # Errors
/// As the database says.
pub async fn count_work(
    tx: &TenantTx,
    location: &'static str,
    request_id: Uuid,
    subjects: &[Uuid],
    identifiers: &[Identifier],
) -> Result<Work, AppError> {
    if location == MAIL_FILES {
        return count_mail_files(tx, subjects).await;
    }
    let Some(table) = actions().iter().find(|known| known.table == location) else {
        return Ok(Work::default());
    };
    let about = |link| condition(tx.tenant_id(), link, subjects);
    let mut work = Work::default();
    if let Some(link) = table.delete {
        work.deleted = count(tx, table, about(link)?).await?;
    }
    if table.sealed.is_some() {
        let mentioned = count_mentioned_rows(tx, table.table, identifiers).await?;
        work.deleted = work.deleted.saturating_add(mentioned);
    }
    for nulled in &table.nulled {
        let set =
            about(nulled.link)?.map(|about| about.where_set(table, &nulled.columns, request_id));
        work.nulled = work.nulled.saturating_add(count(tx, table, set).await?);
    }
    if !table.redacted.is_empty() {
        work.redacted = count_mentioned_rows(tx, table.table, identifiers).await?;
    }
    for (link, erase) in &table.kept {
        work.kept
            .push((*erase, count(tx, table, about(*link)?).await?));
    }
    Ok(work)
}

async fn count(
    tx: &TenantTx,
    table: &TableActions,
    about: Option<Condition>,
) -> Result<i64, AppError> {
    let Some(about) = about else {
        return Ok(0);
    };
    let sql = format!(
        "SELECT count(*) AS total FROM {} WHERE tenant_id = $1 AND {}",
        table.table, about.sql
    );
    total(tx, sql, about.values).await
}

/// Each mail that was sent has left a file of its name.
async fn count_mail_files(tx: &TenantTx, subjects: &[Uuid]) -> Result<Work, AppError> {
    let Some(about) = condition(tx.tenant_id(), Link::Subject("subject_id"), subjects)? else {
        return Ok(Work::default());
    };
    let sql = format!(
        "SELECT count(*) AS total FROM outgoing_mails WHERE tenant_id = $1 AND {} AND state = 'sent'",
        about.sql
    );
    Ok(Work {
        deleted: total(tx, sql, about.values).await?,
        ..Work::default()
    })
}

async fn total(tx: &TenantTx, sql: String, values: Vec<Value>) -> Result<i64, AppError> {
    let rows = tx.query(sql, values).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?)
}
