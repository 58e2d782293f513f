//! Signs a plan by its hash and queues its execution, in one transaction.

use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::RequestState;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use super::four_eyes::check_four_eyes;
use super::noted::noted;
use super::plan_request::{plan_now, store_plan};
use super::queries;
use super::transition::{Change, transition};
use super::vault::read_vault;
use super::view::RequestView;
use crate::db::TenantTx;
use crate::identity::{Actor, Permission, require_step_up};
use crate::jobs::{JobKind, NewJob, enqueue};
use crate::privacy::ErasurePlan;
use crate::{AppError, Core, UserError, UserErrorCode};

/// Which plan is approved.
#[derive(Clone, Debug)]
pub struct ApproveDataSubjectRequest {
    pub request_id: Uuid,
    /// The hash of the plan that the approver saw, in hex.
    pub plan_hash: String,
}

/// Approves the plan; a job carries it out.
///
/// What has grown since the plan was made becomes an addendum at the run. What stands in the way must be mended first;
/// once it is, the plan is made anew and has to be seen before it is approved.
///
/// # Errors
/// User errors `PLAN_CHANGED`, `STEP_UP_REQUIRED`, `FOUR_EYES_REQUIRED` and `INVALID_STATE` (one for each conflict that
/// blocks); `Conflict` unless it is planned; `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn approve_data_subject_request(
    core: &Core,
    actor: &Actor,
    input: ApproveDataSubjectRequest,
) -> Result<RequestView, AppError> {
    let object = DataSubjectRequestId::from(input.request_id).to_string();
    core.authorise(actor, Permission::PrivacyManage, Some(&object))
        .await?;
    actor.session()?;
    let tx = core.db.write(&actor.scope).await?;
    let row = queries::lock_request(&tx, input.request_id)
        .await?
        .ok_or(AppError::NotFound("data-subject request"))?;
    if row.state != RequestState::Planned {
        return Err(super::transition::wrong_state(row.state));
    }
    if let Err(refusal) = check_approver(&tx, actor, &row).await {
        return Err(noted(tx, actor, Some(&object), refusal).await);
    }
    check_hash(&row, &input.plan_hash)?;
    let fresh = plan_now(&tx, &row).await?;
    check_conflicts(&fresh)?;
    if approved_plan(&row)?.blocking_conflicts().next().is_some() {
        store_plan(&tx, actor, &row, &fresh, Change::none()).await?;
        tx.commit().await?;
        return Err(plan_changed());
    }
    let row = approve(&tx, actor, &row).await?;
    let view = RequestView::new(row)?;
    tx.commit().await?;
    Ok(view)
}

async fn check_approver(tx: &TenantTx, actor: &Actor, row: &RequestRow) -> Result<(), AppError> {
    require_step_up(tx, actor).await?;
    let vault = read_vault(tx, row.id).await?.unwrap_or_default();
    check_four_eyes(tx, actor, row, &vault.subjects).await
}

async fn approve(tx: &TenantTx, actor: &Actor, row: &RequestRow) -> Result<RequestRow, AppError> {
    let job = NewJob::new(JobKind::EraseSubject)
        .arg("request_id", row.id)
        .dedupe_key(row.id.to_string());
    let job_id = enqueue(tx, job).await?;
    let change = Change::none().approved(actor.user_id, job_id, tx.now());
    let from = [RequestState::Planned];
    transition(tx, actor, row.id, &from, RequestState::Approved, change).await
}

fn check_hash(row: &RequestRow, given: &str) -> Result<(), AppError> {
    let stored = row.plan_hash.as_deref().map(hex::encode);
    if stored.as_deref() == Some(given.to_ascii_lowercase().as_str()) {
        Ok(())
    } else {
        Err(plan_changed())
    }
}

fn approved_plan(row: &RequestRow) -> Result<ErasurePlan, AppError> {
    let plan = row.plan.clone().unwrap_or_default();
    serde_json::from_value(plan).map_err(AppError::internal)
}

fn check_conflicts(plan: &ErasurePlan) -> Result<(), AppError> {
    let errors: Vec<_> = plan
        .blocking_conflicts()
        .map(|conflict| {
            let message = conflict.message.clone();
            UserError::new(UserErrorCode::InvalidState, "requestId", message)
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(AppError::User(errors))
    }
}

fn plan_changed() -> AppError {
    let message = "the plan is another one now: load the request again, look at its plan, and approve that one's hash";
    AppError::user(UserErrorCode::PlanChanged, "planHash", message)
}
