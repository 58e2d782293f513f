//! A tenant's connection to an identity provider. Only an active one lets anybody in.

use sea_orm::entity::prelude::*;

use crate::map::{ColumnMap, KEY_MATERIAL, Link, TENANCY, TableMap};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_providers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: ProviderKind,
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub sealed_client_secret: Option<Vec<u8>>,
    pub jit_enabled: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub trusted_domains: Json,
    pub required_acr: Option<String>,
    pub groups_claim: Option<String>,
    pub relaxed_logout_tokens: bool,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub endpoints: Option<Json>,
    pub state: ProviderState,
    pub suspended_reason: Option<SuspendedReason>,
    pub tested_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// What the columns mean for privacy.
pub const MAP: TableMap = TableMap::kept(
    "identity_providers",
    Link::Nobody,
    TENANCY,
    &[
        ColumnMap::row_id("tenant_id"),
        ColumnMap::row_id("id"),
        ColumnMap::fixed_set("kind"),
        ColumnMap::not_personal(
            "name",
            "what a button says: the name of a company's provider",
        ),
        ColumnMap::not_personal("issuer", "the address of a provider"),
        ColumnMap::not_personal("client_id", "the name of this installation at a provider"),
        ColumnMap::not_personal("sealed_client_secret", KEY_MATERIAL).never_logged(),
        ColumnMap::technical("jit_enabled"),
        ColumnMap::not_personal("trusted_domains", "domains of a company"),
        ColumnMap::not_personal("required_acr", "the name of a strength of authentication"),
        ColumnMap::not_personal("groups_claim", "the name of a field"),
        ColumnMap::technical("relaxed_logout_tokens"),
        ColumnMap::not_personal("endpoints", "addresses of a provider"),
        ColumnMap::fixed_set("state"),
        ColumnMap::fixed_set("suspended_reason"),
        ColumnMap::technical("tested_at"),
        ColumnMap::technical("version"),
        ColumnMap::technical("created_at"),
        ColumnMap::technical("updated_at"),
    ],
);

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// `oauth2` knows people by an endpoint of the provider, not by a signed token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ProviderKind {
    #[sea_orm(string_value = "oidc")]
    Oidc,
    #[sea_orm(string_value = "oauth2")]
    OAuth2,
}

/// `draft` until a test log-in has passed with what is stored now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ProviderState {
    Draft,
    Tested,
    Active,
    Suspended,
}

/// Who or what suspended a connection: an administrator, or endpoints on other hosts than those that were tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SuspendedReason {
    Requested,
    EndpointsChanged,
}
