//! One link of a tenant's audit chain. Never changed, never deleted, and free of personal data.

use sea_orm::entity::prelude::*;

use crate::map::{AUDIT, CHAIN_HASH, ColumnMap, Erase, Form, Link, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: DateTimeUtc,
    pub actor_pid: Option<Uuid>,
    pub actor_kind: ActorKind,
    pub action: String,
    pub object: Option<String>,
    pub outcome: AuditOutcome,
    pub commitments: Vec<u8>,
    pub request_id: Option<Uuid>,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "audit_events",
    Link::Nobody,
    AUDIT,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::technical("seq"),
        ColumnMap::technical("at"),
        ColumnMap::pseudonym("actor_pid")
            .linked(Link::through("actor_pid", "subject_pids"))
            .erased_by(Erase::Pseudonymise),
        ColumnMap::fixed_set("actor_kind"),
        ColumnMap::not_personal("action", "the name of an action"),
        ColumnMap::pseudonym("object")
            .linked(Link::through("object", "subject_pids"))
            .erased_by(Erase::Pseudonymise),
        ColumnMap::fixed_set("outcome"),
        ColumnMap::not_personal(
            "commitments",
            "salted digests; the salt goes with its payload",
        )
        .stored(Form::Hashed),
        ColumnMap::row_id("request_id"),
        ColumnMap::not_personal("prev_hash", CHAIN_HASH).stored(Form::Hashed),
        ColumnMap::not_personal("hash", CHAIN_HASH).stored(Form::Hashed),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ActorKind {
    User,
    ServiceAccount,
    Operator,
    System,
    Anonymous,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum AuditOutcome {
    Success,
    Denied,
    Failure,
}
