//! One thing that happened, as a use case reports it.

use std::fmt::Display;

use serde_json::{Map, Value, json};
use uuid::Uuid;
use xorb_entities::ids::{ApiKeyId, ImpersonationId};

use super::AuditAction;
use crate::identity::support_access::Impersonation;
use crate::identity::{Actor, ActorKind};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Success,
    /// It was refused.
    Denied,
    /// It was tried and failed.
    Failure,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Success, Self::Denied, Self::Failure];

    /// The value in `audit_events.outcome`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Denied => "denied",
            Self::Failure => "failure",
        }
    }
}

/// An event to be appended when its transaction commits.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    pub(super) action: AuditAction,
    pub(super) actor_kind: ActorKind,
    pub(super) actor_pid: Option<Uuid>,
    pub(super) request_id: Option<Uuid>,
    pub(super) object: Option<String>,
    pub(super) outcome: Outcome,
    pub(super) payloads: Vec<Payload>,
}

/// What an event says about one person (`None`: about nobody in particular).
#[derive(Clone, Debug)]
pub(super) struct Payload {
    pub(super) subject_id: Option<Uuid>,
    pub(super) content: Value,
}

impl AuditEvent {
    /// A successful event of `actor`. Its address, user agent and API key become part of the actor's own payload.
    #[must_use]
    pub fn new(action: AuditAction, actor: &Actor) -> Self {
        let mut origin = Map::new();
        if let Some(address) = actor.request.address {
            origin.insert("address".to_owned(), json!(address));
        }
        if let Some(user_agent) = &actor.request.user_agent {
            origin.insert("userAgent".to_owned(), json!(user_agent));
        }
        if let Some(key) = &actor.api_key {
            origin.insert("apiKey".to_owned(), json!(ApiKeyId::from(key.id)));
        }
        if let Some(impersonation) = &actor.impersonation {
            return Self::of_impersonation(action, actor, impersonation, origin);
        }
        let event = Self {
            action,
            actor_kind: actor.kind,
            actor_pid: actor.pid,
            request_id: actor.request.request_id,
            object: None,
            outcome: Outcome::Success,
            payloads: Vec::new(),
        };
        if origin.is_empty() {
            event
        } else {
            event.payload(actor.subject_id, json!({ "origin": origin }))
        }
    }

    /// The operator has done it, not the person. Where from says nothing about the person either.
    fn of_impersonation(
        action: AuditAction,
        actor: &Actor,
        impersonation: &Impersonation,
        mut origin: Map<String, Value>,
    ) -> Self {
        let id = ImpersonationId::from(impersonation.id);
        origin.insert("impersonation".to_owned(), json!(id));
        let event = Self {
            action,
            actor_kind: ActorKind::Operator,
            actor_pid: Some(impersonation.operator_pid),
            request_id: actor.request.request_id,
            object: None,
            outcome: Outcome::Success,
            payloads: Vec::new(),
        };
        event.payload(None, json!({ "origin": origin }))
    }

    /// What it was done to: a typed public id, or the pid of a person. Never anything that names somebody.
    #[must_use]
    pub fn object(mut self, object: impl Display) -> Self {
        self.object = Some(object.to_string());
        self
    }

    /// How it ended.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// Says more about a person: an object whose fields join what is already said about the same person.
    #[must_use]
    pub fn payload(mut self, subject_id: Option<Uuid>, content: Value) -> Self {
        let existing = self
            .payloads
            .iter_mut()
            .find(|payload| payload.subject_id == subject_id);
        match (existing.map(|payload| &mut payload.content), content) {
            (Some(Value::Object(known)), Value::Object(new)) => known.extend(new),
            (_, content) => self.payloads.push(Payload {
                subject_id,
                content,
            }),
        }
        self
    }
}
