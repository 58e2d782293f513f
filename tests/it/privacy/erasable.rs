//! People who are to be erased, and an approved request for one of them.

use chrono::TimeDelta;
use sea_orm::Value;
use sea_orm::prelude::Uuid;
use serde_json::json;
use xorb_domain::crypto::{Place, seal_for_tenant};
use xorb_domain::db::TenantTx;
use xorb_domain::identity::{Actor, Role};
use xorb_domain::jobs::{
    JobClass, JobContext, JobKind, JobRef, NewJob, Stop, claim, enqueue, reconcile,
};

use crate::harness::TestApp;
use crate::identity::fixture;

pub const ANN: &str = "ann@corp.example";
/// In mails to her, and in none to her neighbours.
pub const TO_ANN: &str = "To: ann@corp.example\r\n";

/// A tenant with its owner, a privacy officer, and Ann with two neighbours whose addresses look like hers.
pub struct Company {
    pub owner: Actor,
    pub ann: Actor,
}

impl Company {
    pub async fn new(app: &TestApp) -> Self {
        let owner = fixture::tenant(app, "acme").await.actor;
        let ann = fixture::member(app, &owner, ANN, Role::SecurityAnalyst)
            .await
            .actor;
        fixture::member(app, &owner, "joann@corp.example", Role::Admin).await;
        fixture::member(app, &owner, "ann@corp.example.com", Role::Viewer).await;
        Self { owner, ann }
    }

    /// A tenant with nobody but its owner.
    pub fn alone(owner: Actor) -> Self {
        let ann = owner.clone();
        Self { owner, ann }
    }

    pub async fn write(&self, app: &TestApp) -> TenantTx {
        app.core().db.write(&self.owner.scope).await.unwrap()
    }

    pub async fn execute(&self, app: &TestApp, sql: &str) -> u64 {
        let tx = self.write(app).await;
        let changed = tx.execute(sql, [tx.tenant_id().into()]).await.unwrap();
        tx.commit().await.unwrap();
        changed
    }

    /// How many rows of the tenant a condition holds for, such as `users WHERE email = 'x'`.
    pub async fn count(&self, app: &TestApp, from_where: &str) -> i64 {
        let tx = app.core().db.read(&self.owner.scope).await.unwrap();
        let sql = format!("SELECT count(*) AS count FROM {from_where} AND tenant_id = $1");
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        rows[0].try_get("", "count").unwrap()
    }

    pub async fn text(&self, app: &TestApp, sql: &str) -> Option<String> {
        let tx = app.core().db.read(&self.owner.scope).await.unwrap();
        let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
        rows.first()
            .and_then(|row| row.try_get_by_index(0).unwrap())
    }

    /// An approved request to erase Ann, and its job.
    pub async fn approve(&self, app: &TestApp) -> Uuid {
        self.approve_for(app, self.ann.subject_id.unwrap(), ANN)
            .await
    }

    pub async fn approve_for(&self, app: &TestApp, subject_id: Uuid, email: &str) -> Uuid {
        let tx = self.write(app).await;
        let id = tx.new_id();
        let place = Place {
            table: "data_subject_requests",
            column: "identity_ciphertext",
        };
        let vault = json!({
            "identifiers": [{ "kind": "email", "value": email }], "subjects": [subject_id], "replyTo": email,
        });
        let vault = serde_json::to_vec(&vault).unwrap();
        let sealed = seal_for_tenant(&tx, place, id, &vault).await.unwrap();
        let plan = json!({ "mapHash": "", "items": [], "conflicts": [] });
        let job = enqueue(
            &tx,
            NewJob::new(JobKind::EraseSubject).arg("request_id", id),
        )
        .await
        .unwrap();
        let sql = "INSERT INTO data_subject_requests (tenant_id, id, subject_id, right_kind, state, channel, language, \
                   identity_ciphertext, received_at, due_at, plan, plan_hash, approved_at, job_id, created_at, updated_at) \
                   VALUES ($1, $2, $3, 'erasure', 'approved', 'graphql_officer', 'en', $4, $5, $5, $6, $7, $5, $8, $5, $5)";
        let values: [Value; 8] = [
            tx.tenant_id().into(),
            id.into(),
            subject_id.into(),
            sealed.into(),
            tx.now().into(),
            plan.into(),
            vec![0_u8; 32].into(),
            job.into(),
        ];
        tx.execute(sql, values).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn state(&self, app: &TestApp) -> String {
        let sql =
            "SELECT state FROM data_subject_requests WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1";
        self.text(app, sql).await.unwrap()
    }

    pub async fn blocked_code(&self, app: &TestApp) -> Option<String> {
        let sql = "SELECT blocked_code FROM data_subject_requests WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1";
        self.text(app, sql).await
    }
}

/// The run of the newest request's job, claimed by the test. Its lease is over at once: whoever comes next may have it.
pub async fn context(app: &TestApp, company: &Company) -> (JobContext, Uuid) {
    let tx = app.core().db.read(&company.owner.scope).await.unwrap();
    let sql = "SELECT id, job_id FROM data_subject_requests WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    let job = JobRef {
        tenant_id: tx.tenant_id(),
        job_id: rows[0].try_get("", "job_id").unwrap(),
    };
    drop(tx);
    let over = TimeDelta::seconds(-1);
    let claimed = claim(&app.core().db, JobClass::Erasure, &[job], over)
        .await
        .unwrap()
        .remove(0);
    let context = JobContext::new(
        app.core().clone(),
        &claimed,
        claimed.kind.unwrap(),
        Stop::default(),
    );
    (context, rows[0].try_get("", "id").unwrap())
}

/// Takes back leases that are over, then runs all jobs.
pub async fn run(app: &TestApp) {
    reconcile(&app.core().db).await.unwrap();
    app.run_jobs().await;
}
