//! Events, newest first.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::audit::{AuditEventFilter, Outcome};
use crate::db::{TenantTx, placeholder_list};
use crate::paging::Page;

/// One event as it is stored.
pub(in crate::audit) struct EventRow {
    pub(in crate::audit) seq: i64,
    pub(in crate::audit) at: DateTime<Utc>,
    pub(in crate::audit) actor_pid: Option<Uuid>,
    pub(in crate::audit) action: String,
    pub(in crate::audit) object: Option<String>,
    pub(in crate::audit) outcome: Outcome,
    pub(in crate::audit) hash: Vec<u8>,
}

/// The page of the events that fit the filter, and one more if there is one.
pub(in crate::audit) async fn list_events(
    tx: &TenantTx,
    filter: &AuditEventFilter,
    page: &Page,
) -> Result<Vec<EventRow>, AppError> {
    let mut sql = "SELECT seq, at, actor_pid, action, object, outcome, hash FROM audit_events \
                   WHERE tenant_id = $1"
        .to_owned();
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    let conditions: [(&str, Option<Value>); 5] = [
        ("seq < ", page.after_seq()?.map(Value::from)),
        (
            "outcome = ",
            filter.outcome.map(|outcome| outcome.as_str().into()),
        ),
        ("object = ", filter.object.clone().map(Value::from)),
        ("at >= ", filter.since.map(Value::from)),
        ("at < ", filter.until.map(Value::from)),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value);
            let _ = write!(sql, " AND {condition}${}", values.len());
        }
    }
    if !filter.actions.is_empty() {
        let list = placeholder_list(values.len(), filter.actions.len());
        let _ = write!(sql, " AND action IN ({list})");
        values.extend(
            filter
                .actions
                .iter()
                .map(|action| Value::from(action.as_str())),
        );
    }
    if let Some(user_id) = filter.actor_user_id {
        values.push(user_id.into());
        let _ = write!(
            sql,
            " AND actor_pid = (SELECT p.pid FROM subject_pids p \
               JOIN users u ON u.tenant_id = p.tenant_id AND u.subject_id = p.subject_id \
               WHERE u.tenant_id = $1 AND u.id = ${})",
            values.len()
        );
    }
    let _ = write!(sql, " ORDER BY seq DESC LIMIT {}", page.limit());
    tx.query(sql, values).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<EventRow, AppError> {
    let outcome: String = row.try_get("", "outcome")?;
    Ok(EventRow {
        seq: row.try_get("", "seq")?,
        at: row.try_get("", "at")?,
        actor_pid: row.try_get("", "actor_pid")?,
        action: row.try_get("", "action")?,
        object: row.try_get("", "object")?,
        outcome: Outcome::ALL
            .into_iter()
            .find(|known| known.as_str() == outcome)
            .ok_or_else(|| AppError::internal("an audit event has an unknown outcome"))?,
        hash: row.try_get("", "hash")?,
    })
}
