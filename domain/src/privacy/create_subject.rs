//! A new person: the subject, its key, and the random name under which the audit trail knows it.

use sea_orm::{ActiveEnum, Value};
use uuid::Uuid;
use xorb_entities::privacy::data_subject::SubjectKind;

use crate::crypto::create_subject_key;
use crate::db::TenantTx;
use crate::{AppError, rng};

/// A person, as rows refer to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    /// For rows that hold the person's data.
    pub(crate) id: Uuid,
    /// For the audit trail: goes when the person is erased, and says nothing then.
    pub(crate) pid: Uuid,
}

/// Writes a new person. Every row about it comes after this.
///
/// # Errors
/// As the database says.
pub(crate) async fn create_subject(tx: &TenantTx, kind: SubjectKind) -> Result<Subject, AppError> {
    let subject = Subject {
        id: tx.new_id(),
        pid: rng::random_id(tx.services().rng.as_ref()),
    };
    let sql = "INSERT INTO data_subjects (tenant_id, id, kind, state, created_at) VALUES ($1, $2, $3, 'active', $4)";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        subject.id.into(),
        kind.to_value().into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    create_subject_key(tx, subject.id).await?;
    let sql =
        "INSERT INTO subject_pids (tenant_id, pid, subject_id, created_at) VALUES ($1, $2, $3, $4)";
    let values: [Value; 4] = [
        tx.tenant_id().into(),
        subject.pid.into(),
        subject.id.into(),
        tx.now().into(),
    ];
    tx.execute(sql, values).await?;
    Ok(subject)
}
