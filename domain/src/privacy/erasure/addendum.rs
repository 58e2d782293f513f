//! What has changed between the approval and the run: said, never silent.

use serde_json::json;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::map::{self, Retention};
use xorb_entities::privacy::data_subject_request::Model as RequestRow;

use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::privacy::plan::ErasurePlan;

/// Rows of these end by themselves: that they are fewer says nothing.
const PASSING: [Retention; 5] = [
    Retention::LogIn,
    Retention::Day,
    Retention::Mail,
    Retention::Work,
    Retention::SecurityLog,
];

/// The stored plan with its addendum: every item that is not as it was approved. `None` if all are.
///
/// # Errors
/// `Internal` if the stored plan is none.
pub(super) fn addendum(
    tx: &TenantTx,
    actor: &Actor,
    request: &RequestRow,
    plan: &ErasurePlan,
) -> Result<Option<serde_json::Value>, AppError> {
    let Some(stored) = &request.plan else {
        return Ok(None);
    };
    let approved: ErasurePlan =
        serde_json::from_value(stored.clone()).map_err(AppError::internal)?;
    let differences = plan.differences(&approved);
    if differences.is_empty() {
        return Ok(None);
    }
    let addendum = json!({ "at": tx.now(), "items": differences });
    let event = AuditEvent::new(AuditAction::ErasureAmended, actor)
        .object(DataSubjectRequestId::from(request.id))
        .payload(None, json!({ "addendum": addendum }));
    tx.record(event);
    let mut amended = stored.clone();
    if let Some(fields) = amended.as_object_mut() {
        fields.insert("addendum".to_owned(), addendum);
    }
    Ok(Some(amended))
}

/// The first table of which everything that was approved to be deleted has gone, although nothing of it ends by itself.
/// Where the accounts are gone as well, another erasure was faster.
pub(super) fn first_gone(request: &RequestRow, plan: &ErasurePlan) -> Option<&'static str> {
    let stored = request.plan.clone()?;
    let approved: ErasurePlan = serde_json::from_value(stored).ok()?;
    let is_there = |plan: &ErasurePlan, table: &str| {
        plan.items
            .iter()
            .any(|item| item.location == table && item.strategy == "delete")
    };
    map::tables()
        .iter()
        .filter(|table| {
            table
                .columns()
                .all(|column| !PASSING.contains(&column.terms.retention))
        })
        .map(|table| table.table)
        .find(|table| is_there(&approved, table) && !is_there(plan, table))
        .filter(|_| is_there(plan, "subject_keys"))
}
