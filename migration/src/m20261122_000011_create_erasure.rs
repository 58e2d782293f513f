//! What an erasure needs beside the request: who asked, the mail challenge, what the person was told, and the index of
//! mentions in free text.
//!
//! Nothing here is fenced: an erasure goes on with it behind the fence.

use sea_orm_migration::prelude::*;

use crate::script::Script;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .sql(REQUEST_COLUMNS)
            .sql(MESSAGES)
            .sql(MENTIONS)
            .tenant_tables(&TABLES)
            .run(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Script::new(manager)
            .drop_tables(&TABLES)
            .sql(WITHOUT_REQUEST_COLUMNS)
            .run(manager)
            .await
    }
}

const TABLES: [&str; 2] = ["mentions", "data_subject_request_messages"];

/// Each column's type stands on a line that begins with its name, as `sql.rs` wants it.
const REQUEST_COLUMNS: &str = "
ALTER TABLE data_subject_requests ADD COLUMN
    requested_by {uuid};
ALTER TABLE data_subject_requests ADD COLUMN
    challenge_hash {bytes};
ALTER TABLE data_subject_requests ADD COLUMN
    challenge_expires_at {time};
ALTER TABLE data_subject_requests ADD COLUMN
    blocked_code {text};
CREATE UNIQUE INDEX data_subject_requests_challenge ON data_subject_requests (tenant_id, challenge_hash)
    WHERE challenge_hash IS NOT NULL;
";

const WITHOUT_REQUEST_COLUMNS: &str = "
DROP INDEX data_subject_requests_challenge;
ALTER TABLE data_subject_requests DROP COLUMN blocked_code;
ALTER TABLE data_subject_requests DROP COLUMN challenge_expires_at;
ALTER TABLE data_subject_requests DROP COLUMN challenge_hash;
ALTER TABLE data_subject_requests DROP COLUMN requested_by;
";

const MESSAGES: &str = "
CREATE TABLE data_subject_request_messages (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    id {uuid} NOT NULL,
    request_id {uuid} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('received', 'challenge', 'extended', 'refused', 'completed', 'withdrawn')),
    language {text} NOT NULL CHECK (language IN ('en', 'de')),
    mail_id {uuid},
    sent_at {time} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES data_subject_requests (tenant_id, id)
) {strict};
CREATE INDEX data_subject_request_messages_request ON data_subject_request_messages (tenant_id, request_id, sent_at);
";

const MENTIONS: &str = "
CREATE TABLE mentions (
    tenant_id {uuid} NOT NULL REFERENCES tenants (id),
    identifier_mac {bytes} NOT NULL,
    location {text} NOT NULL,
    row_key {text} NOT NULL,
    PRIMARY KEY (tenant_id, identifier_mac, location, row_key)
) {strict};
CREATE INDEX mentions_row ON mentions (tenant_id, location, row_key);
";
