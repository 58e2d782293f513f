//! Findings, which scan saw them, and their history.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(FINDINGS)
            .sql(OBSERVATIONS)
            .sql(EVENTS)
            .tenant_tables(&TABLES)
            .subject_fence(&["finding_events"])
            .append_only_except_erasure("finding_events")
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager).drop_tables(&TABLES).run(manager).await
    }
}

const TABLES: [&str; 3] = ["finding_events", "finding_observations", "findings"];

const FINDINGS: &str = "
CREATE TABLE findings (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    asset_id {uuid} NOT NULL,
    scan_id {uuid} NOT NULL,
    fingerprint {text} NOT NULL,
    check_id {text} NOT NULL,
    title {text} NOT NULL,
    description {text} NOT NULL,
    remediation {text} NOT NULL,
    evidence {text} NOT NULL,
    location {text} NOT NULL,
    severity {text} NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low', 'info')),
    severity_rank {int} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'confirmed', 'in_remediation', 'fixed_unverified', 'mitigated',
        'false_positive', 'risk_accepted', 'duplicate')),
    cvss_vector {text},
    cvss_score {float} CHECK (cvss_score BETWEEN 0 AND 10),
    first_seen_at {time} NOT NULL,
    last_seen_at {time} NOT NULL,
    sla_due_at {time},
    version {int} NOT NULL DEFAULT 1,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, fingerprint),
    FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, id),
    FOREIGN KEY (tenant_id, scan_id) REFERENCES scans (tenant_id, id)
) {strict};
CREATE INDEX findings_listed ON findings (tenant_id, last_seen_at DESC, id DESC);
CREATE INDEX findings_by_severity ON findings (tenant_id, severity_rank, id);
CREATE INDEX findings_asset ON findings (tenant_id, asset_id);
CREATE INDEX findings_scan ON findings (tenant_id, scan_id);
";

const OBSERVATIONS: &str = "
CREATE TABLE finding_observations (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    scan_id {uuid} NOT NULL,
    finding_id {uuid} NOT NULL,
    evidence {text} NOT NULL,
    engine {text} NOT NULL,
    observed_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, scan_id, finding_id),
    FOREIGN KEY (tenant_id, scan_id) REFERENCES scans (tenant_id, id),
    FOREIGN KEY (tenant_id, finding_id) REFERENCES findings (tenant_id, id)
) {strict};
CREATE INDEX finding_observations_finding ON finding_observations (tenant_id, finding_id);
";

const EVENTS: &str = "
CREATE TABLE finding_events (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    finding_id {uuid} NOT NULL,
    subject_id {uuid},
    at {time} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('opened', 'reopened', 'state_changed', 'seen', 'closed', 'comment')),
    from_state {text} CHECK (from_state IN ('open', 'confirmed', 'in_remediation', 'fixed_unverified', 'mitigated',
        'false_positive', 'risk_accepted', 'duplicate')),
    to_state {text} CHECK (to_state IN ('open', 'confirmed', 'in_remediation', 'fixed_unverified', 'mitigated',
        'false_positive', 'risk_accepted', 'duplicate')),
    note {text},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, finding_id) REFERENCES findings (tenant_id, id),
    FOREIGN KEY (tenant_id, subject_id) REFERENCES data_subjects (tenant_id, id)
) {strict};
CREATE INDEX finding_events_finding ON finding_events (tenant_id, finding_id, at);
CREATE INDEX finding_events_subject ON finding_events (tenant_id, subject_id);
";
