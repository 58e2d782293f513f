//! Makes the plan of a request whose person is known, or makes it anew.

use std::collections::BTreeSet;

use uuid::Uuid;
use xorb_entities::privacy::RequestState;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::transition::{Change, transition};
use super::vault::{read_vault, write_vault};
use crate::AppError;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::privacy::{ErasurePlan, build_plan, subjects_of};

/// The plan as of now, for everybody who is this person as of now. Whom that is goes into the vault.
///
/// # Errors
/// `NotFound`; `Conflict` if the request has ended; as the database says.
pub(crate) async fn plan_now(tx: &TenantTx, request: &RequestRow) -> Result<ErasurePlan, AppError> {
    let mut vault = read_vault(tx, request.id).await?.ok_or_else(has_ended)?;
    let mut subjects: BTreeSet<Uuid> = vault.subjects.iter().copied().collect();
    subjects.extend(request.subject_id);
    subjects.extend(subjects_of(tx, &vault.identifiers).await?);
    vault.subjects = subjects.into_iter().collect();
    write_vault(tx, request.id, &vault).await?;
    build_plan(tx, request.id, &vault.subjects, &vault.identifiers).await
}

/// Plans the request and moves it to `planned`, with what `change` says beside.
///
/// # Errors
/// `NotFound`; `Conflict` in a state without a way to `planned`; as the database says.
pub(crate) async fn plan_request(
    tx: &TenantTx,
    actor: &Actor,
    request: &RequestRow,
    change: Change,
) -> Result<RequestRow, AppError> {
    let plan = plan_now(tx, request).await?;
    store_plan(tx, actor, request, &plan, change).await
}

/// Moves the request to `planned` with this plan.
///
/// # Errors
/// As `plan_request`.
pub(super) async fn store_plan(
    tx: &TenantTx,
    actor: &Actor,
    request: &RequestRow,
    plan: &ErasurePlan,
    change: Change,
) -> Result<RequestRow, AppError> {
    let hash = plan.hash(request.id);
    let json = serde_json::to_value(plan).map_err(AppError::internal)?;
    let from = [request.state];
    let change = change.planned(json, hash);
    transition(tx, actor, request.id, &from, RequestState::Planned, change).await
}

fn has_ended() -> AppError {
    AppError::Conflict("the request has ended and holds no identity any more".to_owned())
}
