//! The people of a run who are at the same point, up to a hundred at a time.

use sea_orm::ActiveEnum;
use uuid::Uuid;
use xorb_entities::privacy::RequestState;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::Person;
use crate::privacy::plan::ErasurePlan;
use crate::privacy::requests::{Vault, lock_requests, vault_of};

/// People in one transaction.
pub(super) const MOST_PEOPLE: usize = 100;

/// More rows than the people of one transaction have.
pub(super) const ALL: usize = 1_000_000;

/// Rows of their plans in one transaction, unless it is one person's.
const MOST_ROWS: i64 = 10_000;

/// A locked request with its vault.
pub(super) struct Member {
    pub(super) request: RequestRow,
    pub(super) vault: Vault,
}

impl Member {
    /// As the fence has written it down.
    pub(super) fn person(&self) -> Person {
        Person::of_vault(self.request.id, &self.vault)
    }

    /// What was approved.
    ///
    /// # Errors
    /// `Internal` if the stored plan is none.
    pub(super) fn plan(&self) -> Result<ErasurePlan, AppError> {
        let plan = self.request.plan.clone().unwrap_or_default();
        serde_json::from_value(plan).map_err(AppError::internal)
    }
}

/// The ids of people of the run in this state, in order. `certified`: whether their certificate has been issued.
///
/// # Errors
/// As the database says.
pub(super) async fn ids(
    tx: &TenantTx,
    run: Uuid,
    state: RequestState,
    certified: Option<bool>,
    limit: usize,
) -> Result<Vec<Uuid>, AppError> {
    let has_certificate = "EXISTS (SELECT 1 FROM certificates c WHERE c.tenant_id = r.tenant_id AND c.request_id = r.id)";
    let only = match certified {
        None => String::new(),
        Some(true) => format!(" AND {has_certificate}"),
        Some(false) => format!(" AND NOT {has_certificate}"),
    };
    let sql = format!(
        "SELECT r.id FROM data_subject_requests r WHERE r.tenant_id = $1 AND r.run_job_id = $2 AND r.state = $3{only} \
         ORDER BY r.id LIMIT {limit}"
    );
    let values = [tx.tenant_id().into(), run.into(), state.to_value().into()];
    let rows = tx.query(sql, values).await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get("", "id"))
        .collect::<Result<_, _>>()?)
}

/// The next people of the run in this state, locked: as many as one transaction should have.
///
/// # Errors
/// As the database says.
pub(super) async fn next(
    tx: &TenantTx,
    run: Uuid,
    state: RequestState,
    certified: Option<bool>,
) -> Result<Vec<Member>, AppError> {
    let ids = ids(tx, run, state, certified, MOST_PEOPLE).await?;
    up_to_a_batch(tx, &ids, state).await
}

/// Those of these requests that are in this state, locked, whatever their plans say.
///
/// # Errors
/// As the database says.
pub(super) async fn exactly(
    tx: &TenantTx,
    ids: &[Uuid],
    state: RequestState,
) -> Result<Vec<Member>, AppError> {
    let mut members = Vec::new();
    for request in lock_requests(tx, ids).await? {
        if request.state == state {
            let vault = vault_of(tx, &request).await?;
            members.push(Member { request, vault });
        }
    }
    Ok(members)
}

async fn up_to_a_batch(
    tx: &TenantTx,
    ids: &[Uuid],
    state: RequestState,
) -> Result<Vec<Member>, AppError> {
    let (mut fitting, mut rows) = (Vec::new(), 0_i64);
    for member in exactly(tx, ids, state).await? {
        let planned: i64 = member.plan()?.items.iter().map(|item| item.rows).sum();
        rows = rows.saturating_add(planned);
        if rows > MOST_ROWS && !fitting.is_empty() {
            break;
        }
        fitting.push(member);
    }
    Ok(fitting)
}
