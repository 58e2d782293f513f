//! The one function that moves a request: compare-and-set on state and version, with the audit event in the same
//! transaction.

use sea_orm::{ActiveEnum, Value};
use serde_json::json;
use uuid::Uuid;
use xorb_entities::ids::DataSubjectRequestId;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::privacy::{IdentificationMethod, RequestState};

use super::{queries, states};
use crate::AppError;
use crate::audit::AuditEvent;
use crate::db::TenantTx;
use crate::identity::Actor;
use crate::webhooks::{self, WebhookEvent};

/// What a move writes beside the state.
#[derive(Default)]
pub(crate) struct Change {
    columns: Vec<(&'static str, Value)>,
    note: Option<serde_json::Value>,
}

impl Change {
    /// Nothing but the state.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// Who the person is has been established, by whom (`None`: by themselves or by mail) and how.
    pub(crate) fn verified(self, by: Option<Uuid>, method: IdentificationMethod, at: At) -> Self {
        self.set("verified_at", at)
            .set("verified_by", by)
            .set("verification_method", method.to_value())
    }

    /// What will be done.
    pub(crate) fn planned(self, plan: serde_json::Value, hash: [u8; 32]) -> Self {
        self.set("plan", plan).set("plan_hash", hash.to_vec())
    }

    /// The plan with what was found later; its hash, which was approved, stays.
    pub(crate) fn plan_amended(self, plan: serde_json::Value) -> Self {
        self.set("plan", plan)
    }

    /// Who has signed the plan, and the job that executes it.
    pub(crate) fn approved(self, by: Option<Uuid>, job_id: Uuid, at: At) -> Self {
        self.set("approved_at", at)
            .set("approved_by", by)
            .set("job_id", job_id)
    }

    /// On which ground nothing is done.
    pub(crate) fn refused(self, ground: &'static str, at: At) -> Self {
        self.set("refusal_ground", ground).set("completed_at", at)
    }

    /// What has to be mended before it goes on.
    pub(crate) fn blocked(self, code: &'static str) -> Self {
        self.set("blocked_code", code)
    }

    /// It has ended.
    pub(crate) fn completed(self, at: At) -> Self {
        self.set("completed_at", at)
    }

    /// The person, once there is another row about them than the letter's.
    pub(crate) fn subject(self, subject_id: Option<Uuid>) -> Self {
        self.set("subject_id", subject_id)
    }

    /// A link was sent by mail; until then it can be used.
    pub(crate) fn challenged(self, hash: Vec<u8>, expires_at: At) -> Self {
        self.set("challenge_hash", hash)
            .set("challenge_expires_at", expires_at)
    }

    /// The link in the mail is used up.
    pub(crate) fn challenge_met(self) -> Self {
        self.set("challenge_hash", None::<Vec<u8>>)
            .set("challenge_expires_at", None::<At>)
    }

    /// Said about the move in the audit trail, to those who may read reasons: an object, under the key of the actor.
    pub(crate) fn note(mut self, note: serde_json::Value) -> Self {
        self.note = Some(note);
        self
    }

    fn set(mut self, column: &'static str, value: impl Into<Value>) -> Self {
        self.columns.push((column, value.into()));
        self
    }
}

type At = chrono::DateTime<chrono::Utc>;

/// Moves the request from one of the states `from` to `to`, and returns it as it is then.
///
/// # Errors
/// `NotFound`; `Conflict`, which names the state, if it is in another one or somebody else moved it meanwhile.
pub(crate) async fn transition(
    tx: &TenantTx,
    actor: &Actor,
    request_id: Uuid,
    from: &[RequestState],
    to: RequestState,
    change: Change,
) -> Result<RequestRow, AppError> {
    let request = queries::lock_request(tx, request_id)
        .await?
        .ok_or(AppError::NotFound("data-subject request"))?;
    let state = request.state;
    if !from.contains(&state) || !states::is_legal(state, to) {
        return Err(wrong_state(state));
    }
    let Change { mut columns, note } = change;
    if to != RequestState::Blocked {
        columns.push(("blocked_code", None::<String>.into()));
    }
    if !queries::move_request(tx, &request, to, columns).await? {
        return Err(wrong_state(state));
    }
    record(tx, actor, request_id, (state, to), note);
    let object = DataSubjectRequestId::from(request_id).to_string();
    webhooks::tell(tx, &[(WebhookEvent::of_request(to), object)]).await?;
    queries::find_request(tx, request_id)
        .await?
        .ok_or(AppError::NotFound("data-subject request"))
}

/// Moves requests that this transaction has locked, each with values of the same `columns`. Those that are in none of the
/// states `from` make it fail.
///
/// # Errors
/// `Conflict`, which names the state, with nothing written.
pub(crate) async fn transition_all(
    tx: &TenantTx,
    actor: &Actor,
    requests: &[RequestRow],
    (from, to): (RequestState, RequestState),
    columns: &[&'static str],
    values: Vec<Vec<Value>>,
) -> Result<(), AppError> {
    for request in requests {
        if request.state != from || !states::is_legal(from, to) {
            return Err(wrong_state(request.state));
        }
        record(tx, actor, request.id, (from, to), None);
    }
    let rows = requests.iter().map(|request| request.id).zip(values);
    let columns: Vec<&'static str> = columns.iter().copied().chain(["blocked_code"]).collect();
    let with_code = |(id, mut values): (Uuid, Vec<Value>)| {
        values.push(None::<String>.into());
        (id, values)
    };
    let told: Vec<_> = requests
        .iter()
        .map(|request| {
            let object = DataSubjectRequestId::from(request.id).to_string();
            (WebhookEvent::of_request(to), object)
        })
        .collect();
    webhooks::tell(tx, &told).await?;
    let moved = queries::move_requests(tx, to, &columns, rows.map(with_code).collect()).await?;
    if usize::try_from(moved).ok() == Some(requests.len()) {
        Ok(())
    } else {
        Err(AppError::internal("not every request was moved"))
    }
}

fn record(
    tx: &TenantTx,
    actor: &Actor,
    request_id: Uuid,
    (from, to): (RequestState, RequestState),
    note: Option<serde_json::Value>,
) {
    let event = AuditEvent::new(states::action(from, to), actor)
        .object(DataSubjectRequestId::from(request_id));
    let moved = json!({ "from": from.to_value(), "to": to.to_value() });
    let event = event.payload(actor.subject_id, moved);
    tx.record(match note {
        None => event,
        Some(note) => event.payload(actor.subject_id, note),
    });
}

/// What is answered where the state does not allow it.
pub(super) fn wrong_state(state: RequestState) -> AppError {
    AppError::Conflict(format!(
        "the request is {}, which does not allow this; load it again",
        state.to_value().to_uppercase()
    ))
}
