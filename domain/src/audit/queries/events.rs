//! Events, newest first.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::AppError;
use crate::audit::{AuditEventFilter, Outcome};
use crate::db::{TenantTx, placeholder_list};
use crate::identity::ActorKind;
use crate::paging::Page;

/// One event as it is stored.
pub(in crate::audit) struct EventRow {
    pub(in crate::audit) seq: i64,
    pub(in crate::audit) at: DateTime<Utc>,
    pub(in crate::audit) actor_pid: Option<Uuid>,
    pub(in crate::audit) is_operator: bool,
    pub(in crate::audit) action: String,
    pub(in crate::audit) object: Option<String>,
    pub(in crate::audit) outcome: Outcome,
    pub(in crate::audit) request_id: Option<Uuid>,
    pub(in crate::audit) hash: Vec<u8>,
}

/// The page of the events that fit the filter, and one more if there is one.
pub(in crate::audit) async fn list_events(
    tx: &TenantTx,
    filter: &AuditEventFilter,
    page: &Page,
) -> Result<Vec<EventRow>, AppError> {
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    let mut conditions = conditions(filter, &mut values);
    if let Some(seq) = page.after_seq()? {
        values.push(seq.into());
        let _ = write!(conditions, " AND seq < ${}", values.len());
    }
    let sql = format!(
        "SELECT seq, at, actor_pid, actor_kind, action, object, outcome, request_id, hash FROM audit_events \
         WHERE tenant_id = $1{conditions} ORDER BY seq DESC LIMIT {}",
        page.limit()
    );
    tx.query(sql, values).await?.iter().map(read).collect()
}

/// How many events fit the filter.
pub(in crate::audit) async fn count_events(
    tx: &TenantTx,
    filter: &AuditEventFilter,
) -> Result<u64, AppError> {
    let mut values: Vec<Value> = vec![tx.tenant_id().into()];
    let conditions = conditions(filter, &mut values);
    let sql =
        format!("SELECT COUNT(*) AS events FROM audit_events WHERE tenant_id = $1{conditions}");
    let rows = tx.query(sql, values).await?;
    let count: i64 = match rows.first() {
        Some(row) => row.try_get("", "events")?,
        None => 0,
    };
    Ok(u64::try_from(count).unwrap_or(0))
}

/// The filter as SQL; its values go behind `values`, of which the first is the tenant.
fn conditions(filter: &AuditEventFilter, values: &mut Vec<Value>) -> String {
    let mut sql = String::new();
    let comparisons: [(&str, Option<Value>); 4] = [
        (
            "outcome = ",
            filter.outcome.map(|outcome| outcome.as_str().into()),
        ),
        ("object = ", filter.object.clone().map(Value::from)),
        ("at >= ", filter.since.map(Value::from)),
        ("at < ", filter.until.map(Value::from)),
    ];
    for (comparison, value) in comparisons {
        if let Some(value) = value {
            values.push(value);
            let _ = write!(sql, " AND {comparison}${}", values.len());
        }
    }
    if !filter.actions.is_empty() {
        let list = placeholder_list(values.len(), filter.actions.len());
        let _ = write!(sql, " AND action IN ({list})");
        let actions = filter.actions.iter();
        values.extend(actions.map(|action| Value::from(action.as_str())));
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
    sql
}

fn read(row: &QueryResult) -> Result<EventRow, AppError> {
    let outcome: String = row.try_get("", "outcome")?;
    Ok(EventRow {
        seq: row.try_get("", "seq")?,
        at: row.try_get("", "at")?,
        actor_pid: row.try_get("", "actor_pid")?,
        is_operator: row.try_get::<String>("", "actor_kind")? == ActorKind::Operator.as_str(),
        action: row.try_get("", "action")?,
        object: row.try_get("", "object")?,
        outcome: Outcome::ALL
            .into_iter()
            .find(|known| known.as_str() == outcome)
            .ok_or_else(|| AppError::internal("an audit event has an unknown outcome"))?,
        request_id: row.try_get("", "request_id")?,
        hash: row.try_get("", "hash")?,
    })
}
