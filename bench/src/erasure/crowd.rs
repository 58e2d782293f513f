//! People with rows in twelve tables, and an approved request to erase each.

use anyhow::{Context, Result};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use serde_json::json;
use uuid::Uuid;
use xorb_domain::crypto::{Place, create_subject_key, seal_for_tenant};
use xorb_domain::jobs::{JobKind, JobRef, NewJob, enqueue};
use xorb_domain::privacy::{
    CreateDataSubjectRequest, StatedPerson, VerifyDataSubjectRequest, create_data_subject_request,
    verify_data_subject_request, withdraw_data_subject_request,
};
use xorb_entities::privacy::{IdentificationMethod, RightKind};

use super::house::House;

/// Rows of a person in the tables in which there may be many.
pub struct Rows {
    sessions: u32,
    refresh_tokens: u32,
    idempotency_keys: u32,
    outgoing_mails: u32,
    audit_payloads: u32,
    finding_events: u32,
    jobs: u32,
}

/// 1,000 rows with the five that everybody has.
pub const ONE: Rows = Rows {
    sessions: 100,
    refresh_tokens: 300,
    idempotency_keys: 150,
    outgoing_mails: 45,
    audit_payloads: 300,
    finding_events: 50,
    jobs: 50,
};

/// 51 rows.
pub const MANY: Rows = Rows {
    sessions: 5,
    refresh_tokens: 15,
    idempotency_keys: 5,
    outgoing_mails: 2,
    audit_payloads: 15,
    finding_events: 2,
    jobs: 2,
};

#[derive(Clone, Copy)]
pub struct Request {
    pub id: Uuid,
    pub job: JobRef,
}

/// Who is to be erased.
pub struct Crowd {
    pub subjects: Vec<Uuid>,
    pub requests: Vec<Request>,
}

/// Jobs are held back until then.
const HELD: &str = "now() + interval '1 day'";

impl Crowd {
    pub async fn fill(house: &House, name: &str, people: usize, rows: &Rows) -> Result<Self> {
        let mut subjects = Vec::with_capacity(people);
        for from in (0..people).step_by(500) {
            let tx = house.core.db.write(&house.scope).await?;
            for _ in from..people.min(from + 500) {
                let id = tx.new_id();
                let sql = "INSERT INTO data_subjects (tenant_id, id, kind, state, created_at) VALUES ($1, $2, 'user', 'active', $3)";
                tx.execute(sql, [tx.tenant_id().into(), id.into(), tx.now().into()])
                    .await?;
                create_subject_key(&tx, id).await?;
                subjects.push(id);
            }
            tx.commit().await?;
        }
        fill_tables(house, name, &subjects, rows).await?;
        let requests = approve(house, name, &subjects).await?;
        Ok(Self { subjects, requests })
    }

    /// Lets the jobs begin.
    pub async fn release(house: &House) -> Result<()> {
        let sql =
            "UPDATE jobs SET run_at = now() WHERE kind = 'erase_subject' AND state = 'queued'";
        house.superuser.execute_unprepared(sql).await?;
        Ok(())
    }
}

fn address(name: &str, n: usize) -> String {
    format!("person.{n}@{name}.example")
}

async fn fill_tables(house: &House, name: &str, subjects: &[Uuid], rows: &Rows) -> Result<()> {
    // `p`: the people, `p.u` the id of an account to be, `p.n` a number.
    let statements = [
        "INSERT INTO subject_pids (tenant_id, pid, subject_id, created_at) SELECT $1, gen_random_uuid(), p.s, now() FROM p".to_owned(),
        format!("INSERT INTO users (tenant_id, id, subject_id, email, email_normalized, display_name, password_hash, status, created_at, updated_at) \
          SELECT $1, p.s, p.s, 'person.' || p.n || '@{name}.example', 'person.' || p.n || '@{name}.example', 'Person ' || p.n, 'x', 'active', now(), now() FROM p"),
        "INSERT INTO user_roles (tenant_id, user_id, role, subject_id, granted_at) SELECT $1, p.s, 'viewer', p.s, now() FROM p".to_owned(),
        format!("INSERT INTO invitations (tenant_id, id, subject_id, email, email_normalized, roles, token_hash, state, expires_at, created_at) \
          SELECT $1, gen_random_uuid(), p.s, 'person.' || p.n || '@{name}.example', 'person.' || p.n || '@{name}.example', '[\"viewer\"]', \
          decode(md5(p.s::text), 'hex'), 'accepted', now(), now() FROM p"),
        format!("INSERT INTO sessions (tenant_id, id, subject_id, user_id, delivery, auth_time, last_seen_at, idle_expires_at, expires_at, authz_epoch, created_at) \
          SELECT $1, md5(p.s::text || i)::uuid, p.s, p.s, 'token', now(), now(), now() + interval '1 day', now() + interval '1 day', 0, now() \
          FROM p, generate_series(1, {}) i", rows.sessions),
        format!("INSERT INTO refresh_tokens (tenant_id, id, subject_id, session_id, token_hash, issued_at) \
          SELECT $1, gen_random_uuid(), p.s, md5(p.s::text || (1 + i % {}))::uuid, decode(md5(p.s::text || i), 'hex'), now() \
          FROM p, generate_series(1, {}) i", rows.sessions, rows.refresh_tokens),
        format!("INSERT INTO idempotency_keys (tenant_id, subject_id, operation, key_hash, input_mac, result_id, created_at, expires_at) \
          SELECT $1, p.s, 'start_scan', decode(md5(p.s::text || i), 'hex'), decode(md5(i::text), 'hex'), gen_random_uuid(), now(), now() + interval '1 day' \
          FROM p, generate_series(1, {}) i", rows.idempotency_keys),
        format!("INSERT INTO outgoing_mails (tenant_id, id, subject_id, kind, language, ciphertext, state, created_at) \
          SELECT $1, gen_random_uuid(), p.s, 'invitation', 'en', decode(repeat(md5(p.s::text), 10), 'hex'), 'failed', now() \
          FROM p, generate_series(1, {}) i", rows.outgoing_mails),
        format!("INSERT INTO audit_payloads (tenant_id, id, seq, subject_id, class, salt, ciphertext) \
          SELECT $1, gen_random_uuid(), 1, p.s, 'bench', decode(md5('salt'), 'hex'), decode(repeat(md5(p.s::text), 12), 'hex') \
          FROM p, generate_series(1, {}) i", rows.audit_payloads),
        format!("INSERT INTO finding_events (tenant_id, id, finding_id, subject_id, at, kind) \
          SELECT $1, gen_random_uuid(), '00000000-0000-0000-0000-000000000001', p.s, now(), 'comment' FROM p, generate_series(1, {}) i",
          rows.finding_events),
        format!("INSERT INTO jobs (tenant_id, id, kind, class, state, run_at, max_attempts, subject_ref, args, created_at, updated_at) \
          SELECT $1, gen_random_uuid(), 'send_mail', 'interactive', 'succeeded', now(), 8, p.s, '{{}}', now(), now() FROM p, generate_series(1, {}) i",
          rows.jobs),
    ];
    for statement in statements {
        let (head, select) = statement.split_once(" SELECT ").context("no SELECT")?;
        let sql = format!(
            "WITH p AS (SELECT s, n - 1 AS n FROM unnest($2::uuid[]) WITH ORDINALITY AS x(s, n)) {head} SELECT {select}"
        );
        let values: [Value; 2] = [house.scope.tenant_id().into(), subjects.to_vec().into()];
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        house.superuser.execute_raw(statement).await?;
    }
    Ok(())
}

/// The plan of the first, as an officer makes it, is everybody's.
async fn approve(house: &House, name: &str, subjects: &[Uuid]) -> Result<Vec<Request>> {
    let plan = plan(house, name).await?;
    let place = Place {
        table: "data_subject_requests",
        column: "identity_ciphertext",
    };
    let mut requests = Vec::with_capacity(subjects.len());
    for (chunk, people) in subjects.chunks(500).enumerate() {
        let tx = house.core.db.write(&house.scope).await?;
        for (n, subject) in people.iter().enumerate() {
            let address = address(name, chunk * 500 + n);
            let id = tx.new_id();
            let vault = json!({
                "identifiers": [{ "kind": "email", "value": address }], "subjects": [subject], "replyTo": address,
            });
            let sealed = seal_for_tenant(&tx, place, id, &serde_json::to_vec(&vault)?).await?;
            let job = NewJob::new(JobKind::EraseSubject).arg("request_id", id);
            let job_id = enqueue(&tx, job).await?;
            let sql = "INSERT INTO data_subject_requests (tenant_id, id, subject_id, right_kind, state, channel, language, \
                       identity_ciphertext, received_at, due_at, plan, plan_hash, approved_at, job_id, created_at, updated_at) \
                       VALUES ($1, $2, $3, 'erasure', 'approved', 'graphql_officer', 'en', $4, $5, $5, $6, $7, $5, $8, $5, $5)";
            let values: [Value; 8] = [
                tx.tenant_id().into(),
                id.into(),
                (*subject).into(),
                sealed.into(),
                tx.now().into(),
                plan.clone().into(),
                vec![0_u8; 32].into(),
                job_id.into(),
            ];
            tx.execute(sql, values).await?;
            let tenant_id = tx.tenant_id();
            requests.push(Request {
                id,
                job: JobRef { tenant_id, job_id },
            });
        }
        tx.commit().await?;
    }
    if subjects.len() > 100 {
        let hold = format!(
            "UPDATE jobs SET run_at = {HELD} WHERE kind = 'erase_subject' AND attempt = 0 AND id = ANY($1)"
        );
        let jobs: Vec<Uuid> = requests.iter().map(|request| request.job.job_id).collect();
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, hold, [jobs.into()]);
        house.superuser.execute_raw(statement).await?;
    }
    Ok(requests)
}

/// What an officer would approve for one of them. The request that it takes is withdrawn.
async fn plan(house: &House, name: &str) -> Result<serde_json::Value> {
    let input = CreateDataSubjectRequest {
        right: RightKind::Erasure,
        subject: Some(StatedPerson {
            email: Some(address(name, 0)),
            identifiers: Vec::new(),
        }),
        has_corrections: false,
        note: None,
        idempotency_key: None,
    };
    let request = create_data_subject_request(&house.core, &house.owner, input).await?;
    let input = VerifyDataSubjectRequest {
        request_id: request.id,
        method: IdentificationMethod::Document,
        evidence: "Passport seen".to_owned(),
    };
    verify_data_subject_request(&house.core, &house.owner, input).await?;
    let sql = "SELECT plan FROM data_subject_requests WHERE id = $1";
    let values = [Value::from(request.id)];
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
    let rows = house.superuser.query_all_raw(statement).await?;
    let plan = rows.first().context("no request")?.try_get("", "plan")?;
    withdraw_data_subject_request(&house.core, &house.owner, request.id).await?;
    Ok(plan)
}
