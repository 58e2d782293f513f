//! A tenant with one person whose trail is looked at, and the hands of the one who owns its database.

use crate::harness::{Stores, TestApp};
use sea_orm::prelude::Uuid;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement, Value};
use std::sync::Arc;
use xorb_domain::Core;
use xorb_domain::audit::{
    AuditAction, AuditEvent, Reason, default_file, verify_new_events, verify_whole_trail,
};
use xorb_domain::crypto::{create_subject_key, create_tenant_key};
use xorb_domain::db::{Dialect, TenantTx};
use xorb_domain::identity::{Actor, ActorKind, RequestInfo, Role};
use xorb_domain::jobs::{self, Finish, JobClass, JobKind, JobRef, Outcome};
use xorb_domain::rng::{new_id, random_id};
use xorb_domain::tenants::TenantScope;

pub struct Trail {
    pub core: Arc<Core>,
    pub actor: Actor,
    pub owner: DatabaseConnection,
}

impl Trail {
    /// A new tenant with one person, its owner.
    pub async fn begin(app: &TestApp) -> Self {
        Self::begin_as(app, "acme").await
    }

    pub async fn begin_as(app: &TestApp, slug: &str) -> Self {
        let core = Arc::clone(app.core());
        let owner = owner(app).await;
        let tenant_id = new_id(core.clock.as_ref(), core.rng.as_ref());
        let sql = "INSERT INTO tenants (id, slug, name, status, created_at) VALUES ($1, $2, $2, 'active', $3)";
        let values: [Value; 3] = [tenant_id.into(), slug.into(), core.clock.now().into()];
        let statement = Statement::from_sql_and_values(owner.get_database_backend(), sql, values);
        owner.execute_raw(statement).await.unwrap();
        let scope = scope_of(&core, tenant_id).await;
        let actor = person(&core, scope).await;
        Self { core, actor, owner }
    }

    pub fn tenant_id(&self) -> Uuid {
        self.actor.scope.tenant_id()
    }

    /// Appends `count` events, each in a transaction of its own.
    pub async fn append(&self, count: usize) {
        for number in 0..count {
            self.commit_event(&format!("asset_{number}")).await;
        }
    }

    pub async fn commit_event(&self, object: &str) {
        let tx = self.write().await;
        tx.record(self.event().object(object));
        tx.commit().await.unwrap();
    }

    /// An event with a payload about the actor.
    pub fn event(&self) -> AuditEvent {
        AuditEvent::new(AuditAction::AssetCreated, &self.actor)
    }

    pub async fn write(&self) -> TenantTx {
        self.core.db.write(&self.actor.scope).await.unwrap()
    }

    /// The first bad event of the whole chain, looked for with the checkpoints of this process.
    pub async fn fault(&self) -> Option<(i64, Reason)> {
        let outside = default_file(&self.core.settings);
        let verdict = verify_whole_trail(&self.core, &self.actor.scope, Some(&outside))
            .await
            .unwrap();
        verdict.broken.map(|broken| (broken.seq, broken.reason))
    }

    /// The first bad event among what is new.
    pub async fn new_fault(&self) -> Option<(i64, Reason)> {
        let verdict = verify_new_events(&self.core, &self.actor.scope)
            .await
            .unwrap();
        verdict.broken.map(|broken| (broken.seq, broken.reason))
    }

    /// The numbers of the events, in order.
    pub async fn numbers(&self) -> Vec<i64> {
        let tx = self.core.db.read(&self.actor.scope).await.unwrap();
        let sql = "SELECT seq FROM audit_events WHERE tenant_id = $1 ORDER BY seq";
        let rows = tx.query(sql, [self.tenant_id().into()]).await.unwrap();
        rows.iter()
            .map(|row| row.try_get("", "seq").unwrap())
            .collect()
    }

    /// What the owner of the database can do whom no trigger stops. `{tenant}` stands for the tenant's id.
    pub async fn tamper(&self, sql: &str) {
        let tenant = match self.core.db.dialect() {
            Dialect::Postgres => format!("'{}'::uuid", self.tenant_id()),
            Dialect::Sqlite => format!("x'{}'", self.tenant_id().simple()),
        };
        let disarm = match self.core.db.dialect() {
            Dialect::Postgres => "SET session_replication_role = replica",
            Dialect::Sqlite => DROP_TRIGGERS,
        };
        self.owner.execute_unprepared(disarm).await.unwrap();
        let sql = sql.replace("{tenant}", &tenant);
        self.owner.execute_unprepared(&sql).await.unwrap();
    }
}

const DROP_TRIGGERS: &str = "
    DROP TRIGGER IF EXISTS audit_events_append_only_update;
    DROP TRIGGER IF EXISTS audit_events_append_only_delete;
    DROP TRIGGER IF EXISTS audit_checkpoints_append_only_update;
    DROP TRIGGER IF EXISTS audit_checkpoints_append_only_delete;
    DROP TRIGGER IF EXISTS audit_payloads_append_only_update;
    PRAGMA foreign_keys = OFF;
";

/// A connection that no row-level security stops.
async fn owner(app: &TestApp) -> DatabaseConnection {
    let url = match app.stores() {
        Stores::Embedded(sqlite) => &sqlite.url,
        Stores::Distributed { database, .. } => &database.superuser_url,
    };
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

/// The scope of a tenant, as a claimed job has it.
async fn scope_of(core: &Core, tenant_id: Uuid) -> TenantScope {
    let job = JobRef {
        tenant_id,
        job_id: new_id(core.clock.as_ref(), core.rng.as_ref()),
    };
    let kind = JobKind::VerifyAuditTrail;
    let system = core.db.system().await.unwrap();
    let sql = "INSERT INTO jobs (tenant_id, id, kind, class, state, priority, run_at, attempt, max_attempts, epoch, \
               args, created_at, updated_at) VALUES ($1, $2, $3, 'maintenance', 'queued', 0, $4, 0, 1, 0, $5, $4, $4)";
    let values: [Value; 5] = [
        tenant_id.into(),
        job.job_id.into(),
        kind.as_str().into(),
        core.clock.now().into(),
        serde_json::json!({}).into(),
    ];
    system.execute(sql.to_owned(), values).await.unwrap();
    system.commit().await.unwrap();
    let lease = chrono::TimeDelta::seconds(30);
    let claimed = jobs::claim(&core.db, JobClass::Maintenance, &[job], lease)
        .await
        .unwrap();
    let finish = Finish {
        lease: claimed[0].lease,
        outcome: Outcome::Succeeded,
    };
    jobs::finish(&core.db, &[finish]).await.unwrap();
    claimed[0].scope
}

async fn person(core: &Core, scope: TenantScope) -> Actor {
    let tx = core.db.write(&scope).await.unwrap();
    create_tenant_key(&tx).await.unwrap();
    let (user_id, subject_id) = (tx.new_id(), tx.new_id());
    let pid = random_id(core.rng.as_ref());
    let tenant: Value = tx.tenant_id().into();
    let now: Value = tx.now().into();
    let subject: Value = subject_id.into();
    tx.execute(
        "INSERT INTO data_subjects (tenant_id, id, kind, state, created_at) VALUES ($1, $2, 'user', 'active', $3)",
        [tenant.clone(), subject.clone(), now.clone()],
    )
    .await
    .unwrap();
    create_subject_key(&tx, subject_id).await.unwrap();
    tx.execute(
        "INSERT INTO subject_pids (tenant_id, pid, subject_id, created_at) VALUES ($1, $2, $3, $4)",
        [tenant.clone(), pid.into(), subject.clone(), now.clone()],
    )
    .await
    .unwrap();
    tx.execute(
        "INSERT INTO users (tenant_id, id, subject_id, email, email_normalized, display_name, status, created_at, \
         updated_at) VALUES ($1, $2, $3, 'ada@acme.example', 'ada@acme.example', 'Ada', 'active', $4, $4)",
        [tenant, user_id.into(), subject, now],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let request = RequestInfo {
        address: Some("192.0.2.7".parse().unwrap()),
        ..RequestInfo::default()
    };
    Actor {
        kind: ActorKind::User,
        user_id: Some(user_id),
        subject_id: Some(subject_id),
        pid: Some(pid),
        roles: vec![Role::Owner],
        ..Actor::anonymous(scope, request)
    }
}
