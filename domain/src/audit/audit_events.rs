//! Reads the trail. That somebody has read it is an event itself.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::queries::{self, Personal};
use super::{AuditAction, AuditEvent, Outcome};
use crate::AppError;
use crate::db::ReadSession;
use crate::identity::Permission;
use crate::paging::{Keyset, Page, Slice};

/// Which events are wanted: all that fit everything that is set.
#[derive(Clone, Debug, Default)]
pub struct AuditEventFilter {
    /// Any of these; all actions, if there is none.
    pub actions: Vec<AuditAction>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Who did it.
    pub actor_user_id: Option<Uuid>,
    /// What it was done to: a typed id.
    pub object: Option<String>,
    /// Not before.
    pub since: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
}

/// One event, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number in the tenant's chain, from 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done; a name that this version may not know.
    pub action: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What it was done to: a typed id.
    pub object: Option<String>,
    /// Who did it; `None` for the system, for strangers, and once the person is erased.
    pub actor: Option<AuditActor>,
    /// Which operator of the platform did it, by a pseudonym; `None` for everybody else.
    pub operator: Option<Uuid>,
    /// Why; `None` without `audit:read_personal` and once the person is erased.
    pub reason: Option<String>,
    /// From where; `None` as above.
    pub address: Option<String>,
    /// With which API key; `None` as above, and for who came with none.
    pub api_key: Option<String>,
    /// The request that did it; `None` for jobs and operators.
    pub request_id: Option<Uuid>,
    /// Its hash, 32 bytes.
    pub hash: Vec<u8>,
}

/// A person in the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditActor {
    /// The user.
    pub user_id: Uuid,
    /// The user's name today.
    pub display_name: String,
}

/// A page of the tenant's trail, newest first.
///
/// # Errors
/// `Forbidden` without `audit:read`; `BadInput` for a foreign cursor.
pub async fn audit_events(
    reads: &ReadSession,
    filter: &AuditEventFilter,
    page: &Page,
) -> Result<Slice<AuditEntry>, AppError> {
    let actor = reads.actor();
    reads
        .core()
        .authorise(actor, Permission::AuditRead, None)
        .await?;
    let tx = reads.tx().await?;
    let rows = queries::list_events(&tx, filter, page).await?;
    let slice = Slice::new(rows, page, |row| Keyset::Seq(row.seq));
    let rows: Vec<_> = slice.items.iter().map(|(_, row)| row).collect();
    let actors = queries::find_actors(&tx, &rows).await?;
    let mut personal = if actor.holds(Permission::AuditReadPersonal) {
        queries::find_personal(&tx, &rows).await?
    } else {
        HashMap::default()
    };
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let Personal {
            reason,
            address,
            api_key,
        } = personal.remove(&row.seq).unwrap_or_default();
        entries.push(AuditEntry {
            seq: row.seq,
            at: row.at,
            action: row.action.clone(),
            outcome: row.outcome,
            object: row.object.clone(),
            actor: row.actor_pid.and_then(|pid| actors.get(&pid).cloned()),
            operator: row.actor_pid.filter(|_| row.is_operator),
            reason,
            address,
            api_key,
            request_id: row.request_id,
            hash: row.hash.clone(),
        });
    }
    reads.record(AuditEvent::new(AuditAction::AuditRead, actor));
    Ok(slice.with(entries))
}

/// How many events fit the filter.
///
/// # Errors
/// `Forbidden` without `audit:read`.
pub async fn count_audit_events(
    reads: &ReadSession,
    filter: &AuditEventFilter,
) -> Result<u64, AppError> {
    reads.authorise(Permission::AuditRead, None).await?;
    queries::count_events(&*reads.tx().await?, filter).await
}
