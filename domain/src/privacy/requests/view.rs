//! What callers see of a request.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use xorb_entities::privacy::data_subject_request::Model as RequestRow;
use xorb_entities::privacy::{IdentificationMethod, RequestChannel, RequestState, RightKind};
use xorb_entities::tenants::Language;

use super::RefusalGround;
use crate::AppError;
use crate::privacy::ErasurePlan;

/// A request. Whom it is about is in the vault and never here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestView {
    /// Its id.
    pub id: Uuid,
    /// What is asked for.
    pub right: RightKind,
    /// Where it stands.
    pub state: RequestState,
    /// How it came in.
    pub channel: RequestChannel,
    /// In which language the person is written to.
    pub language: Language,
    /// When its time began.
    pub received_at: DateTime<Utc>,
    /// The last second in which it is answered in time.
    pub due_at: DateTime<Utc>,
    /// By how many months it was extended.
    pub extended_months: i32,
    /// When it was known who asks, and how.
    pub verified_at: Option<DateTime<Utc>>,
    pub verification_method: Option<IdentificationMethod>,
    /// When its plan was approved.
    pub approved_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub refusal_ground: Option<RefusalGround>,
    /// What has to be mended before it goes on.
    pub blocked_code: Option<String>,
    /// The job that carries it out.
    pub job_id: Option<Uuid>,
    /// When it ended, however it did.
    pub completed_at: Option<DateTime<Utc>>,
    /// What will be done, or was.
    pub plan: Option<PlanView>,
    pub version: i32,
}

/// A plan with the hash that an approval signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanView {
    /// In hex.
    pub hash: String,
    pub plan: ErasurePlan,
}

impl RequestView {
    /// The view of a row.
    ///
    /// # Errors
    /// `Internal` if the stored plan can't be read.
    pub(super) fn new(row: RequestRow) -> Result<Self, AppError> {
        let plan = match (row.plan, row.plan_hash) {
            (Some(plan), Some(hash)) => Some(PlanView {
                hash: hex::encode(hash),
                plan: serde_json::from_value(plan).map_err(AppError::internal)?,
            }),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            right: row.right_kind,
            state: row.state,
            channel: row.channel,
            language: row.language,
            received_at: row.received_at,
            due_at: row.due_at,
            extended_months: row.extended_months,
            verified_at: row.verified_at,
            verification_method: row.verification_method,
            approved_at: row.approved_at,
            refusal_ground: row.refusal_ground.as_deref().and_then(RefusalGround::parse),
            blocked_code: row.blocked_code,
            job_id: row.job_id,
            completed_at: row.completed_at,
            plan,
            version: row.version,
        })
    }
}
