//! Alarms before a request is due: 7 days and 2 days. Looked for by a schedule; each request has each alarm
//! once, because whoever raises it notes it in the request's row, in the transaction that writes the mails.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::ids::{DataSubjectRequestId, TenantId};

use super::queries::list_officers;
use crate::db::TenantTx;
use crate::identity::{Letter, NewMail, enqueue_mail};
use crate::tenants::queries::find_tenant;
use crate::tenants::{TenantScope, every_tenant};
use crate::{AppError, Core};

/// Days before the due date, the most urgent first: a request that is seen late has only that one.
pub(super) const ALARMS: [i32; 2] = [2, 7];

struct Due {
    id: Uuid,
    at: DateTime<Utc>,
    days: i32,
}

/// Raises the alarms of all tenants that nobody has raised yet: a line in the log and a mail to each privacy officer. How
/// many there were.
///
/// # Errors
/// As the database says; the next call goes on where this one stopped.
pub async fn raise_due_alarms(core: &Core) -> Result<usize, AppError> {
    let mut raised = 0;
    let mut tenants = every_tenant(&core.db);
    while let Some(tenant) = tenants.next().await? {
        let scope = tenant.scope();
        let [_, soon] = ALARMS;
        if count_alarmed(&core.db.read(&scope).await?, soon).await? > 0 {
            raised += raise_in(core, &scope).await?;
        }
    }
    Ok(raised)
}

async fn raise_in(core: &Core, scope: &TenantScope) -> Result<usize, AppError> {
    let tx = core.db.write(scope).await?;
    let mut alarms = Vec::new();
    for days in ALARMS {
        alarms.extend(note(&tx, days).await?);
    }
    for alarm in &alarms {
        tell_officers(&tx, alarm).await?;
    }
    tx.commit().await?;
    let tenant = TenantId::from(scope.tenant_id());
    for Due { id, days, at } in &alarms {
        let request = DataSubjectRequestId::from(*id);
        tracing::warn!(%tenant, %request, days, due_at = %at, "a data-subject request is due soon");
    }
    Ok(alarms.len())
}

/// Open requests that are due within so many days: `$2` is when they end, `$3` is now.
const OPEN: &str = "tenant_id = $1 AND completed_at IS NULL AND due_at <= $2 AND due_at > $3 \
                    AND state NOT IN ('refused', 'withdrawn', 'expired_unverified', 'routed_to_controller', 'completed', \
                    'completed_partially')";

fn window(tx: &TenantTx, days: i32) -> [Value; 3] {
    let end = tx.now() + TimeDelta::days(days.into());
    [tx.tenant_id().into(), end.into(), tx.now().into()]
}

/// How many of the tenant's open requests are due within so many days.
pub(super) async fn count_alarmed(tx: &TenantTx, days: i32) -> Result<i64, AppError> {
    let sql = format!("SELECT count(*) AS count FROM data_subject_requests WHERE {OPEN}");
    let rows = tx.query(sql, window(tx, days)).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "count"))?)
}

/// Notes this alarm for those that have not had it, nor a later one.
async fn note(tx: &TenantTx, days: i32) -> Result<Vec<Due>, AppError> {
    let sql = format!(
        "UPDATE data_subject_requests SET alarmed_days = {days} WHERE {OPEN} \
         AND (alarmed_days IS NULL OR alarmed_days > {days}) RETURNING id, due_at"
    );
    let rows = tx.query(sql, window(tx, days)).await?;
    rows.iter()
        .map(|row| {
            Ok(Due {
                id: row.try_get("", "id")?,
                at: row.try_get("", "due_at")?,
                days,
            })
        })
        .collect()
}

async fn tell_officers(tx: &TenantTx, due: &Due) -> Result<(), AppError> {
    let tenant = find_tenant(tx).await?;
    let letter = Letter::RequestDue {
        tenant_name: tenant.name,
        request: DataSubjectRequestId::from(due.id).to_string(),
        days: due.days,
        due_at: due.at,
    };
    for officer in list_officers(tx).await? {
        // Nothing is written any more about one who is being erased.
        let Some(address) = address_of(tx, officer.subject_id).await? else {
            continue;
        };
        let mail = NewMail {
            subject_id: officer.subject_id,
            recipient: &address,
            language: tenant.language,
            letter: letter.write(tenant.language),
        };
        enqueue_mail(tx, mail).await?;
    }
    Ok(())
}

async fn address_of(tx: &TenantTx, subject_id: Uuid) -> Result<Option<String>, AppError> {
    let sql = "SELECT u.email FROM users u JOIN data_subjects s ON s.tenant_id = u.tenant_id AND s.id = u.subject_id \
               WHERE u.tenant_id = $1 AND u.subject_id = $2 AND s.state = 'active'";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), subject_id.into()])
        .await?;
    Ok(rows
        .first()
        .map(|row| row.try_get("", "email"))
        .transpose()?)
}
