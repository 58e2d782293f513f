//! Adds to the history of findings.

use sea_orm::{ActiveEnum, Value};
use uuid::Uuid;
use xorb_entities::findings::{FindingEventKind, FindingState};
use xorb_entities::ids::FindingId;

use crate::AppError;
use crate::db::{TenantTx, placeholder_rows, rows_per_statement};
use crate::privacy::mentions::{self, IndexedRow, Mentioned};
use crate::webhooks::{self, WebhookEvent};

const COLUMNS: usize = 9;

/// An event to be added.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent {
    /// The finding it happened to.
    pub finding_id: Uuid,
    /// The person who did it; `None` for a scan.
    pub subject_id: Option<Uuid>,
    /// What happened.
    pub kind: FindingEventKind,
    /// The state before.
    pub from_state: Option<FindingState>,
    /// The state after.
    pub to_state: Option<FindingState>,
    /// What was written beside it.
    pub note: Option<String>,
}

/// Adds events, and tells webhook endpoints.
pub(crate) async fn insert_events(tx: &TenantTx, events: Vec<NewEvent>) -> Result<(), AppError> {
    for chunk in events.chunks(rows_per_statement(COLUMNS)) {
        let sql = format!(
            "INSERT INTO finding_events (tenant_id, id, finding_id, subject_id, at, kind, from_state, to_state, note) \
             VALUES {}",
            placeholder_rows(0, chunk.len(), COLUMNS)
        );
        let mut notes = Vec::new();
        let values = chunk.iter().flat_map(|event| -> [Value; COLUMNS] {
            let id = tx.new_id();
            let note = event.note.as_deref().map(|note| Mentioned::by([note]));
            notes.extend(note.map(|mentioned| IndexedRow::new(id, mentioned)));
            [
                tx.tenant_id().into(),
                id.into(),
                event.finding_id.into(),
                event.subject_id.into(),
                tx.now().into(),
                event.kind.to_value().into(),
                event.from_state.map(|state| state.to_value()).into(),
                event.to_state.map(|state| state.to_value()).into(),
                event.note.clone().into(),
            ]
        });
        let values = values.collect::<Vec<_>>();
        tx.execute(sql, values).await?;
        mentions::index_new_rows(tx, mentions::FINDING_EVENTS, notes).await?;
    }
    webhooks::tell(tx, &told(&events)).await
}

/// What webhook endpoints are told: whatever enters a finding's history.
fn told(events: &[NewEvent]) -> Vec<(WebhookEvent, String)> {
    let told = events.iter().filter_map(|event| {
        let kind = WebhookEvent::of_finding(event.kind)?;
        Some((kind, FindingId::from(event.finding_id).to_string()))
    });
    told.collect()
}
