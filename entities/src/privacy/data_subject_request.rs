//! A person's request about their data, from receipt to proof.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, ERROR_CODE, Erase, Form, Link, REQUESTS, TableMap};
use crate::tenants::Language;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_subject_requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub subject_id: Option<Uuid>,
    pub right_kind: RightKind,
    pub state: RequestState,
    pub channel: RequestChannel,
    pub language: Language,
    pub identity_ciphertext: Option<Vec<u8>>,
    pub received_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub extended_months: i32,
    pub extension_reason_ciphertext: Option<Vec<u8>>,
    pub verified_at: Option<DateTimeUtc>,
    pub verified_by: Option<Uuid>,
    pub verification_method: Option<IdentificationMethod>,
    #[sea_orm(column_type = "JsonBinary")]
    pub plan: Option<Json>,
    pub plan_hash: Option<Vec<u8>>,
    pub approved_at: Option<DateTimeUtc>,
    pub approved_by: Option<Uuid>,
    pub refusal_ground: Option<String>,
    pub job_id: Option<Uuid>,
    pub completed_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub requested_by: Option<Uuid>,
    pub challenge_hash: Option<Vec<u8>>,
    pub challenge_expires_at: Option<DateTimeUtc>,
    pub blocked_code: Option<String>,
    pub run_job_id: Option<Uuid>,
    pub alarmed_days: Option<i32>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "data_subject_requests",
    Link::Subject("subject_id"),
    REQUESTS,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::pseudonym("subject_id").erased_by(Erase::Pseudonymise),
        ColumnMap::activity("right_kind").erased_by(Erase::PROOF),
        ColumnMap::activity("state").erased_by(Erase::PROOF),
        ColumnMap::activity("channel").erased_by(Erase::PROOF),
        ColumnMap::preference("language").erased_by(Erase::PROOF),
        ColumnMap::identity("identity_ciphertext")
            .stored(Form::Encrypted)
            .erased_by(Erase::Anonymise),
        ColumnMap::activity("received_at").erased_by(Erase::PROOF),
        ColumnMap::activity("due_at").erased_by(Erase::PROOF),
        ColumnMap::technical("extended_months"),
        ColumnMap::content("extension_reason_ciphertext")
            .stored(Form::Encrypted)
            .erased_by(Erase::Anonymise),
        ColumnMap::activity("verified_at").erased_by(Erase::PROOF),
        ColumnMap::pseudonym("verified_by")
            .linked(Link::through("verified_by", "users"))
            .erased_by(Erase::Pseudonymise),
        ColumnMap::activity("verification_method").erased_by(Erase::PROOF),
        ColumnMap::not_personal("plan", "locations of this map, strategies and counts"),
        ColumnMap::not_personal("plan_hash", "a digest of the plan").stored(Form::Hashed),
        ColumnMap::activity("approved_at").erased_by(Erase::PROOF),
        ColumnMap::pseudonym("approved_by")
            .linked(Link::through("approved_by", "users"))
            .erased_by(Erase::Pseudonymise),
        ColumnMap::not_personal("refusal_ground", "a reference to an article"),
        ColumnMap::row_id("job_id"),
        ColumnMap::activity("completed_at").erased_by(Erase::PROOF),
        ColumnMap::technical("version"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("updated_at"),
        ColumnMap::pseudonym("requested_by")
            .linked(Link::through("requested_by", "users"))
            .erased_by(Erase::Pseudonymise),
        ColumnMap::credential("challenge_hash").erased_by(Erase::Anonymise),
        ColumnMap::technical("challenge_expires_at"),
        ColumnMap::not_personal("blocked_code", ERROR_CODE),
        ColumnMap::row_id("run_job_id"),
        ColumnMap::technical("alarmed_days"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// GDPR articles 15 to 18, 20 and 21.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RightKind {
    Access,
    Rectification,
    Erasure,
    Restriction,
    Portability,
    Objection,
}

/// One function makes every transition between these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RequestState {
    Received,
    Verifying,
    AwaitingInfo,
    Planned,
    Approved,
    Executing,
    Blocked,
    Scanning,
    Completed,
    CompletedPartially,
    Refused,
    Withdrawn,
    ExpiredUnverified,
    RoutedToController,
    Reopened,
}

/// How a request came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RequestChannel {
    GraphqlSelf,
    GraphqlOfficer,
    PublicIntake,
    OpenDsr,
}

/// How the officer knows who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum IdentificationMethod {
    InPerson,
    KnownAccount,
    MailChallenge,
    Document,
}
