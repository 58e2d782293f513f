//! Writers at the moment of the fence. Whoever came before it is waited for, and what they wrote goes; whoever comes behind
//! it waits for it, and is refused. Either way nobody is logged in afterwards and no row is about the person.

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use sea_orm::prelude::Uuid;
use xorb_domain::AppError;
use xorb_domain::identity::{Role, SessionGrant, refresh_session};
use xorb_entities::identity::SessionDelivery;

use super::gate::Gate;
use crate::both_modes;
use crate::harness::{Mode, TestApp};
use crate::identity::fixture;
use crate::privacy::erasable::{ANN, Company};

const GUEST: &str = "new@corp.example";
/// What the fence waits with for open writers, and a late writer for the fence.
const SUBJECT: &str = "data_subjects";
const HEAD: &str = "audit_heads";

async fn log_in(app: &TestApp) -> Result<SessionGrant, AppError> {
    fixture::try_log_in(app, "acme", ANN, fixture::PASSWORD, SessionDelivery::Token).await
}

async fn refresh(app: &TestApp, session: &SessionGrant) -> Result<SessionGrant, AppError> {
    let token = session.refresh_token.as_ref().unwrap();
    refresh_session(app.core(), &fixture::request(), token.expose()).await
}

/// An open transaction first, the fence behind it; what the writer came to.
async fn before_the_fence<T>(app: &TestApp, writer: LocalBoxFuture<'_, T>) -> T {
    let gate = Gate::new(app).await;
    let closed = gate.close().await;
    let erasure = async {
        gate.until_waiting(1, HEAD).await;
        Box::pin(app.run_jobs()).await;
    };
    let opened = async {
        gate.until_waiting(1, HEAD).await;
        gate.until_waiting(1, SUBJECT).await;
        closed.rollback().await.unwrap();
    };
    let (written, (), ()) = tokio::join!(writer, erasure, opened);
    gate.open().await;
    written
}

/// The fence first, not yet committed, the writer behind it.
async fn behind_the_fence<T>(app: &TestApp, writer: LocalBoxFuture<'_, T>) -> T {
    let gate = Gate::new(app).await;
    let closed = gate.close().await;
    let writer = async {
        gate.until_waiting(1, HEAD).await;
        writer.await
    };
    let opened = async {
        gate.until_waiting(2, "").await;
        closed.rollback().await.unwrap();
    };
    let (written, _, ()) = tokio::join!(writer, Box::pin(app.run_jobs()), opened);
    gate.open().await;
    written
}

/// Whether nothing is left that would let the person in.
async fn assert_gone(app: &TestApp, company: &Company, subject: Uuid) {
    assert_eq!(company.state(app).await, "completed");
    for table in [
        "sessions",
        "refresh_tokens",
        "invitations",
        "users",
        "idempotency_keys",
    ] {
        let tx = app.core().db.read(&company.owner.scope).await.unwrap();
        let sql = format!("SELECT 1 AS one FROM {table} WHERE tenant_id = $1 AND subject_id = $2");
        let rows = tx
            .query(sql, [tx.tenant_id().into(), subject.into()])
            .await
            .unwrap();
        assert!(rows.is_empty(), "{table}");
    }
}

async fn guest(app: &TestApp, company: &Company) -> Uuid {
    let tx = app.core().db.read(&company.owner.scope).await.unwrap();
    let sql = "SELECT subject_id FROM invitations WHERE tenant_id = $1 AND email_normalized = $2";
    let rows = tx
        .query(sql, [tx.tenant_id().into(), GUEST.into()])
        .await
        .unwrap();
    rows[0].try_get("", "subject_id").unwrap()
}

#[tokio::test]
async fn a_log_in_that_is_open_before_the_fence_ends_with_it() {
    let app = TestApp::start(Mode::Distributed).await;
    let company = Company::new(&app).await;
    company.approve(&app).await;
    let session = before_the_fence(&app, log_in(&app).boxed_local())
        .await
        .unwrap();
    assert_gone(&app, &company, company.ann.subject_id.unwrap()).await;
    assert!(refresh(&app, &session).await.is_err());
    app.finish().await;
}

#[tokio::test]
async fn a_log_in_behind_the_fence_is_refused() {
    let app = TestApp::start(Mode::Distributed).await;
    let company = Company::new(&app).await;
    company.approve(&app).await;
    assert!(
        behind_the_fence(&app, log_in(&app).boxed_local())
            .await
            .is_err()
    );
    assert_gone(&app, &company, company.ann.subject_id.unwrap()).await;
    app.finish().await;
}

#[tokio::test]
async fn a_refresh_that_is_open_before_the_fence_ends_with_it() {
    let app = TestApp::start(Mode::Distributed).await;
    let company = Company::new(&app).await;
    let session = log_in(&app).await.unwrap();
    company.approve(&app).await;
    let fresh = before_the_fence(&app, refresh(&app, &session).boxed_local())
        .await
        .unwrap();
    assert_gone(&app, &company, company.ann.subject_id.unwrap()).await;
    assert!(refresh(&app, &fresh).await.is_err());
    app.finish().await;
}

#[tokio::test]
async fn a_refresh_behind_the_fence_is_refused() {
    let app = TestApp::start(Mode::Distributed).await;
    let company = Company::new(&app).await;
    let session = log_in(&app).await.unwrap();
    company.approve(&app).await;
    assert!(
        behind_the_fence(&app, refresh(&app, &session).boxed_local())
            .await
            .is_err()
    );
    assert_gone(&app, &company, company.ann.subject_id.unwrap()).await;
    app.finish().await;
}

#[tokio::test]
async fn an_invitation_whose_acceptance_is_open_before_the_fence_makes_nobody() {
    let app = TestApp::start(Mode::Distributed).await;
    let company = Company::new(&app).await;
    let token = fixture::invite(&app, &company.owner, GUEST, Role::Viewer).await;
    let subject = guest(&app, &company).await;
    company.approve_for(&app, subject, GUEST).await;
    let session = before_the_fence(&app, fixture::accept(&app, &token).boxed_local())
        .await
        .unwrap();
    assert_gone(&app, &company, subject).await;
    assert!(refresh(&app, &session).await.is_err());
    app.finish().await;
}

#[tokio::test]
async fn an_invitation_is_not_accepted_behind_the_fence() {
    let app = TestApp::start(Mode::Distributed).await;
    let company = Company::new(&app).await;
    let token = fixture::invite(&app, &company.owner, GUEST, Role::Viewer).await;
    let subject = guest(&app, &company).await;
    company.approve_for(&app, subject, GUEST).await;
    assert!(
        behind_the_fence(&app, fixture::accept(&app, &token).boxed_local())
            .await
            .is_err()
    );
    assert_gone(&app, &company, subject).await;
    app.finish().await;
}

both_modes! {
    async fn all_at_once_leave_nobody_logged_in(app: &TestApp) {
        let company = Company::new(app).await;
        let session = log_in(app).await.unwrap();
        company.approve(app).await;
        let _ = tokio::join!(log_in(app), refresh(app, &session), app.run_jobs(), log_in(app));
        app.run_jobs().await;
        assert_gone(app, &company, company.ann.subject_id.unwrap()).await;
        assert!(log_in(app).await.is_err());
        assert!(refresh(app, &session).await.is_err());
    }
}
