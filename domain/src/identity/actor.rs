//! The one who acts: made at the edge from verified credentials, or by the system itself.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use opentelemetry::trace::SpanContext;
use uuid::Uuid;

use super::support_access::{self, Impersonation};
use super::{Demand, Permission, Realm, Role};
use crate::secret::Secret;
use crate::tenants::TenantScope;
use crate::{AppError, UserErrorCode};

/// Somebody (or something) that acts inside one tenant.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The tenant it acts in.
    pub scope: TenantScope,
    /// What it is.
    pub kind: ActorKind,
    /// The user, if it is one.
    pub user_id: Option<Uuid>,
    /// The person behind it.
    pub subject_id: Option<Uuid>,
    /// The random name of that person in the audit trail.
    pub pid: Option<Uuid>,
    /// The session it came with.
    pub session_id: Option<Uuid>,
    /// Its shipped roles, as of this request.
    pub roles: Vec<Role>,
    /// What the tenant's own roles permit it.
    pub granted: Vec<Permission>,
    /// When it last proved who it is.
    pub authenticated_at: Option<DateTime<Utc>>,
    /// It came from outside of the networks that its tenant is administered from.
    pub is_outside: bool,
    /// The API key it came with, which narrows what it may do.
    pub api_key: Option<KeyGrant>,
    /// An operator who acts in the person's name.
    pub impersonation: Option<Impersonation>,
    /// The request it came with.
    pub request: RequestInfo,
    /// What its tenant demands and its session has not: it may get that, and nothing else.
    pub demand: Option<Demand>,
}

/// What an API key lets its owner do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyGrant {
    /// The key.
    pub id: Uuid,
    /// Of what its owner may do, only this.
    pub scopes: Vec<Permission>,
    /// When it was used before; to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Actor {
    /// The system itself (jobs, schedules), inside a tenant.
    #[must_use]
    pub fn system(scope: TenantScope) -> Self {
        Self::without_person(scope, ActorKind::System, RequestInfo::default())
    }

    /// Somebody not yet known: log-in, invitation, reset.
    #[must_use]
    pub fn anonymous(scope: TenantScope, request: RequestInfo) -> Self {
        Self::without_person(scope, ActorKind::Anonymous, request)
    }

    /// Whether one of its roles, shipped or the tenant's own, holds `permission`, from where it comes, and its API key, if it came with one, has it among its scopes. An
    /// operator in somebody's name holds what is on a closed list of it. To refuse, use `Core::authorise`, which audits.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        let is_in_scope = |key: &KeyGrant| key.scopes.contains(&permission);
        let is_granted = self.granted.contains(&permission)
            || self.roles.iter().any(|role| permission.is_held_by(*role));
        let is_elsewhere = self.is_outside && permission.is_administration();
        let is_in_name = self.impersonation.is_some();
        let is_withheld = is_in_name && !support_access::PERMISSIONS.contains(&permission);
        is_granted && !is_elsewhere && !is_withheld && self.api_key.as_ref().is_none_or(is_in_scope)
    }

    /// Whether it is an owner in person. A key of an owner is none, whatever its scopes, nor is an operator in an owner's name.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        let is_in_person = self.api_key.is_none() && self.impersonation.is_none();
        self.roles.contains(&Role::Owner) && is_in_person
    }

    /// The session, for what an API key can never do, and no operator in somebody's name.
    ///
    /// # Errors
    /// `User(SessionRequired)` for these two, `Unauthenticated` for nobody.
    pub fn session(&self) -> Result<Uuid, AppError> {
        self.in_person()?;
        self.any_session()
    }

    /// For what concerns the person alone: no operator in their name.
    ///
    /// # Errors
    /// `User(SessionRequired)` for an operator in somebody's name.
    pub fn in_person(&self) -> Result<(), AppError> {
        if self.impersonation.is_none() {
            return Ok(());
        }
        let message = "this needs the person themselves; an operator in their name can't do it";
        Err(AppError::user(UserErrorCode::SessionRequired, "", message))
    }

    /// The session, whoever holds it.
    ///
    /// # Errors
    /// `User(SessionRequired)` for an API key, `Unauthenticated` for nobody.
    pub fn any_session(&self) -> Result<Uuid, AppError> {
        match self.session_id {
            Some(session_id) => Ok(session_id),
            None if self.api_key.is_some() => {
                let message = "an API key can't do this; log in and do it in person";
                Err(AppError::user(UserErrorCode::SessionRequired, "", message))
            }
            None => Err(AppError::Unauthenticated),
        }
    }

    fn without_person(scope: TenantScope, kind: ActorKind, request: RequestInfo) -> Self {
        Self {
            scope,
            kind,
            user_id: None,
            subject_id: None,
            pid: None,
            session_id: None,
            roles: Vec::new(),
            granted: Vec::new(),
            authenticated_at: None,
            is_outside: false,
            api_key: None,
            impersonation: None,
            request,
            demand: None,
        }
    }
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// A person with an account.
    User,
    /// A program with an account.
    ServiceAccount,
    /// A person who runs the platform.
    Operator,
    /// The platform itself.
    System,
    /// Not yet known.
    Anonymous,
}

impl ActorKind {
    /// What the people of a realm are.
    #[must_use]
    pub fn of_realm(realm: Realm) -> Self {
        match realm {
            Realm::Tenants => Self::User,
            Realm::Operators => Self::Operator,
        }
    }

    /// The value in `audit_events.actor_kind`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::ServiceAccount => "service_account",
            Self::Operator => "operator",
            Self::System => "system",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Where a request came from. Personal: goes into encrypted audit payloads only.
#[derive(Clone, Debug, Default)]
pub struct RequestInfo {
    /// The id in answer, logs, spans and audit.
    pub request_id: Option<Uuid>,
    /// Whose listener it came to.
    pub realm: Realm,
    /// The client's address, decided once at the edge.
    pub address: Option<IpAddr>,
    /// The client's own description of itself.
    pub user_agent: Option<String>,
    /// The cookie by which a browser is known again.
    pub device: Option<Secret<String>>,
    /// The span that it is a part of, elsewhere: ids of somebody trusted.
    pub trace: Option<SpanContext>,
}
