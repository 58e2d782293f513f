//! Moves a finding along one of the legal edges, or comments on it.

use sea_orm::ActiveEnum;
use serde_json::json;
use uuid::Uuid;
use xorb_entities::findings::{FindingEventKind, FindingState, finding};
use xorb_entities::ids::FindingId;

use super::queries::{self, NewEvent};
use super::view::FindingView;
use super::{sla, transitions, triage_note};
use crate::audit::{AuditAction, AuditEvent};
use crate::expected_version::check_version;
use crate::identity::{Actor, Permission};
use crate::{AppError, Core, UserErrorCode};

/// What was decided.
#[derive(Clone, Debug)]
pub struct TriageFinding {
    /// The finding.
    pub finding_id: Uuid,
    /// Where it moves. The state it is in, together with a note, comments on it.
    pub state: FindingState,
    /// Why.
    pub note: Option<String>,
    /// The version that the decision was made from; not checked if it is not said.
    pub expected_version: Option<i32>,
}

/// Moves a finding, unless somebody else did meanwhile.
///
/// # Errors
/// User errors `INVALID_STATE` (no such edge) and `INVALID_INPUT`; `Conflict` if its version is another; `NotFound`,
/// `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn triage_finding(
    core: &Core,
    actor: &Actor,
    input: TriageFinding,
) -> Result<FindingView, AppError> {
    let object = FindingId::from(input.finding_id);
    core.authorise(actor, Permission::FindingsTriage, Some(&object.to_string()))
        .await?;
    let note = triage_note::parse(input.note.as_deref())?;
    let tx = core.db.write(&actor.scope).await?;
    let finding = queries::lock_finding(&tx, input.finding_id)
        .await?
        .ok_or(AppError::NotFound("finding"))?;
    check_version("finding", finding.version, input.expected_version)?;
    let (from, to) = (finding.state, input.state);
    let kind = edge(from, to, note.is_some())?;
    let finding = move_to(finding, to, tx.now());
    let finding = queries::update_finding(&tx, finding).await?;
    let event = NewEvent {
        finding_id: finding.id,
        subject_id: actor.subject_id,
        kind,
        from_state: Some(from),
        to_state: Some(to),
        note: note.clone(),
    };
    queries::insert_events(&tx, vec![event]).await?;
    tx.record(
        AuditEvent::new(AuditAction::FindingTriaged, actor)
            .object(object)
            .payload(
                actor.subject_id,
                json!({ "from": from.to_value(), "to": to.to_value(), "reason": note }),
            ),
    );
    tx.commit().await?;
    Ok(finding.into())
}

/// What the move is called in the finding's history; an error if there is no such edge.
fn edge(
    from: FindingState,
    to: FindingState,
    has_note: bool,
) -> Result<FindingEventKind, AppError> {
    if from == to && has_note {
        return Ok(FindingEventKind::Comment);
    }
    if transitions::is_legal_triage(from, to) {
        return Ok(if transitions::restarts_deadline(from, to) {
            FindingEventKind::Reopened
        } else {
            FindingEventKind::StateChanged
        });
    }
    let name = |state: &FindingState| state.to_value().to_uppercase();
    let targets: Vec<String> = transitions::triage_targets(from).iter().map(name).collect();
    Err(AppError::user(
        UserErrorCode::InvalidState,
        "state",
        format!(
            "a finding that is {} can't become {} by triage; it can become {}",
            name(&from),
            name(&to),
            targets.join(", ")
        ),
    ))
}

fn move_to(
    mut finding: finding::Model,
    to: FindingState,
    now: chrono::DateTime<chrono::Utc>,
) -> finding::Model {
    if transitions::restarts_deadline(finding.state, to) {
        finding.sla_due_at = sla::due_at(finding.severity, now);
    }
    finding.state = to;
    finding.version = finding.version.saturating_add(1);
    finding.updated_at = now;
    finding
}
