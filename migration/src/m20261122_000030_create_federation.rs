//! Log-in through identity providers: the connections of a tenant, who they know, and log-ins on their way.
//!
//! `federation_routes` belongs to no tenant: it says which one a connection or a verified domain belongs to, before anybody
//! has logged in.

use sea_orm_migration::prelude::*;

use crate::{roles::RUNTIME_ROLE, script::Script};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        const EVERYTHING: &str = "SELECT, INSERT, UPDATE, DELETE";
        Script::new(manager)
            .sql(PROVIDERS)
            .sql(IDENTITIES)
            .sql(SESSIONS)
            .sql(STATES)
            .sql(DOMAINS)
            .sql(MAPPINGS)
            .sql(ROUTES)
            .tenant_tables(&TENANT_TABLES)
            .subject_fence(&[
                "federated_identities",
                "federated_sessions",
                "federation_states",
            ])
            .grant(RUNTIME_ROLE, EVERYTHING, &["federation_routes"])
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .drop_tables(&["federation_routes"])
            .drop_tables(&TENANT_TABLES)
            .run(manager)
            .await
    }
}

const TENANT_TABLES: [&str; 6] = [
    "group_role_mappings",
    "tenant_domains",
    "federation_states",
    "federated_sessions",
    "federated_identities",
    "identity_providers",
];

const PROVIDERS: &str = "
CREATE TABLE identity_providers (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('oidc', 'oauth2')),
    name {text} NOT NULL,
    issuer {text} NOT NULL,
    client_id {text} NOT NULL,
    sealed_client_secret {bytes},
    jit_enabled {bool} NOT NULL,
    trusted_domains {json} NOT NULL,
    required_acr {text},
    groups_claim {text},
    relaxed_logout_tokens {bool} NOT NULL,
    endpoints {json},
    state {text} NOT NULL CHECK (state IN ('draft', 'tested', 'active', 'suspended')),
    suspended_reason {text} CHECK (suspended_reason IN ('requested', 'endpoints_changed')),
    tested_at {time},
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id)
) {strict};
CREATE INDEX identity_providers_listed ON identity_providers (tenant_id, created_at DESC, id DESC);
";

const IDENTITIES: &str = "
CREATE TABLE federated_identities (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    identity_provider_id {uuid} NOT NULL,
    sub {text} NOT NULL,
    created_at {time} NOT NULL,
    last_log_in_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, identity_provider_id, sub),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, identity_provider_id) REFERENCES identity_providers (tenant_id, id)
) {strict};
CREATE INDEX federated_identities_subject ON federated_identities (tenant_id, subject_id);
CREATE INDEX federated_identities_user ON federated_identities (tenant_id, user_id);
";

const SESSIONS: &str = "
CREATE TABLE federated_sessions (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid} NOT NULL,
    identity_provider_id {uuid} NOT NULL,
    sub {text} NOT NULL,
    sid {text},
    sealed_id_token {bytes} NOT NULL,
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id),
    FOREIGN KEY (tenant_id, id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, identity_provider_id) REFERENCES identity_providers (tenant_id, id)
) {strict};
CREATE INDEX federated_sessions_subject ON federated_sessions (tenant_id, subject_id);
CREATE INDEX federated_sessions_provider ON federated_sessions (tenant_id, identity_provider_id, sub);
";

const STATES: &str = "
CREATE TABLE federation_states (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    subject_id {uuid},
    identity_provider_id {uuid} NOT NULL,
    intent {text} NOT NULL CHECK (intent IN ('login', 'link', 'step_up', 'test', 'redeem', 'logout')),
    delivery {text} NOT NULL CHECK (delivery IN ('token', 'cookie')),
    token_hash {bytes} NOT NULL,
    binding_hash {bytes},
    nonce_hash {bytes},
    sealed_secret {bytes},
    return_to {text},
    challenge {text},
    user_id {uuid},
    session_id {uuid},
    provider_version {int} NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id),
    FOREIGN KEY (tenant_id, identity_provider_id) REFERENCES identity_providers (tenant_id, id)
) {strict};
CREATE INDEX federation_states_subject ON federation_states (tenant_id, subject_id);
CREATE INDEX federation_states_provider ON federation_states (tenant_id, identity_provider_id);
CREATE INDEX federation_states_expired ON federation_states (tenant_id, expires_at);
";

const DOMAINS: &str = "
CREATE TABLE tenant_domains (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    domain {text} NOT NULL,
    token {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('pending', 'verified')),
    checked_at {time},
    verified_at {time},
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, domain)
) {strict};
";

const MAPPINGS: &str = "
CREATE TABLE group_role_mappings (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    identity_provider_id {uuid} NOT NULL,
    group_name {text} NOT NULL,
    role {text} NOT NULL CHECK (role IN ('admin', 'security_manager', 'security_analyst', 'pentester', 'compliance_officer', 'privacy_officer', 'auditor', 'viewer')),
    created_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, identity_provider_id, group_name, role),
    FOREIGN KEY (tenant_id, identity_provider_id) REFERENCES identity_providers (tenant_id, id)
) {strict};
";

const ROUTES: &str = "
CREATE TABLE federation_routes (
    kind {text} NOT NULL CHECK (kind IN ('identity_provider', 'domain')),
    name {text} NOT NULL,
    owner_id {uuid} NOT NULL REFERENCES tenants (id),
    PRIMARY KEY (kind, name)
) {strict};
CREATE INDEX federation_routes_owner ON federation_routes (owner_id);
";
