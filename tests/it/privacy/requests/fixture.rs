//! An office with people who ask and people who decide.

use crate::harness::{Tenant, TestApp};
use crate::identity::fixture::member;
use xorb_domain::AppError;
use xorb_domain::identity::{Actor, Role};
use xorb_domain::privacy::{
    ApproveDataSubjectRequest, CreateDataSubjectRequest, RequestView, StatedPerson,
    VerifyDataSubjectRequest, approve_data_subject_request, create_data_subject_request,
    data_subject_request, verify_data_subject_request,
};
use xorb_entities::privacy::{IdentificationMethod, RightKind};

/// A tenant with an owner, a privacy officer and a viewer: two who may approve, one who asks.
pub struct Office {
    pub tenant: Tenant,
    pub officer: Actor,
    pub viewer: Actor,
}

pub const VIEWER: &str = "vera@office.example";

impl Office {
    pub async fn open(app: &TestApp) -> Self {
        let tenant = Tenant::sign_up(app, "office").await;
        let owner = &tenant.owner;
        let officer = member(app, owner, "otto@office.example", Role::PrivacyOfficer).await;
        let viewer = member(app, owner, VIEWER, Role::Viewer).await;
        Self {
            officer: officer.actor,
            viewer: viewer.actor,
            tenant,
        }
    }

    /// The viewer asks for themselves.
    pub async fn asked(&self) -> RequestView {
        create(&self.tenant, &self.viewer, for_oneself())
            .await
            .unwrap()
    }

    /// The officer enters a request for somebody without an account.
    pub async fn entered(&self, email: &str) -> RequestView {
        create(&self.tenant, &self.officer, for_person(email))
            .await
            .unwrap()
    }

    pub async fn verify(
        &self,
        actor: &Actor,
        request: &RequestView,
    ) -> Result<RequestView, AppError> {
        let input = VerifyDataSubjectRequest {
            request_id: request.id,
            method: IdentificationMethod::Document,
            evidence: "Passport seen at the desk.".to_owned(),
        };
        verify_data_subject_request(&self.tenant.core, actor, input).await
    }

    /// Approves the plan that the view shows.
    pub async fn approve(
        &self,
        actor: &Actor,
        request: &RequestView,
    ) -> Result<RequestView, AppError> {
        let input = ApproveDataSubjectRequest {
            request_id: request.id,
            plan_hash: request.plan.as_ref().unwrap().hash.clone(),
        };
        approve_data_subject_request(&self.tenant.core, actor, input).await
    }

    /// As the officer sees it now.
    pub async fn now(&self, request: &RequestView) -> RequestView {
        let reads = self.tenant.reads_of(self.officer.clone());
        data_subject_request(&reads, request.id).await.unwrap()
    }

    /// How many jobs there are for erasures.
    pub async fn erasure_jobs(&self) -> i64 {
        self.tenant.count("jobs WHERE kind = 'erase_subject'").await
    }

    /// How many requests hold somebody's identity.
    pub async fn vaults(&self) -> i64 {
        self.tenant
            .count("data_subject_requests WHERE identity_ciphertext IS NOT NULL")
            .await
    }
}

pub async fn create(
    tenant: &Tenant,
    actor: &Actor,
    input: CreateDataSubjectRequest,
) -> Result<RequestView, AppError> {
    create_data_subject_request(&tenant.core, actor, input).await
}

pub fn for_oneself() -> CreateDataSubjectRequest {
    CreateDataSubjectRequest {
        right: RightKind::Erasure,
        subject: None,
        has_corrections: false,
        note: None,
        idempotency_key: None,
    }
}

pub fn for_person(email: &str) -> CreateDataSubjectRequest {
    CreateDataSubjectRequest {
        subject: Some(StatedPerson {
            email: Some(email.to_owned()),
            identifiers: Vec::new(),
        }),
        ..for_oneself()
    }
}

/// Whether its state did not allow it.
#[track_caller]
pub fn assert_state_refuses<T>(result: Result<T, AppError>, state: &str) {
    match result {
        Err(AppError::Conflict(text)) => assert!(text.contains(state), "{text}"),
        Err(other) => panic!("not CONFLICT: {other}"),
        Ok(_) => panic!("it was done"),
    }
}
