//! XORB's schema history: one migration per area, the same for PostgreSQL and SQLite.
//!
//! Tables are written as plain SQL with placeholders for types (`sql.rs`). What PostgreSQL adds stands beside it: the roles
//! (`roles.rs`) and the tenant wall (`row_level_security.rs`). Triggers exist in both dialects: `subject_fence.rs` and
//! `append_only.rs`. This crate imports no entities and inserts no rows; a structural test compares it with the entities.

mod advisory_lock;
mod append_only;
mod m20261121_000001_create_guards;
mod m20261121_000002_create_tenants;
mod m20261121_000003_create_data_subjects;
mod m20261121_000004_create_users;
mod m20261121_000005_create_jobs;
mod m20261121_000006_create_assets;
mod m20261121_000007_create_scans;
mod m20261121_000008_create_findings;
mod m20261121_000009_create_data_subject_requests;
mod m20261121_000010_create_audit_events;
mod m20261122_000011_create_erasure;
mod m20261122_000012_create_webhooks;
mod m20261122_000013_erase_people_together;
mod m20261122_000020_create_rate_limits;
mod m20261122_000021_add_request_alarms;
mod m20261122_000030_create_federation;
mod m20261122_000040_create_second_factors;
mod m20261122_000041_create_passkeys;
mod m20261122_000042_create_access_policies;
mod m20261122_000043_create_known_devices;
mod m20261122_000050_create_api_keys;
mod m20261122_000051_create_password_resets;
mod m20261122_000052_create_email_changes;
mod m20261122_000053_create_custom_roles;
mod m20261122_000054_create_administration_networks;
mod m20261122_000060_trace_jobs;
mod m20261122_000061_demand_single_sign_on;
mod m20261122_000070_create_support_access;
mod m20261122_000080_schedule_jobs;
mod m20261122_000081_weigh_tenants;
mod m20261122_000082_target_jobs;
mod m20261122_000083_order_running_jobs;
mod m20261122_000090_count_failed_log_ins;
mod m20261122_000091_create_group_roles;
mod m20261122_000092_remind_of_keys;
mod m20261122_000093_list_jobs_by_id;
mod migrator;
mod roles;
mod row_level_security;
mod run;
mod script;
mod sql;
mod subject_fence;

pub use migrator::Migrator;
pub use roles::{RUNTIME_ROLE, SYSTEM_ROLE};
pub use run::{MigrationState, down, is_current, names, status, up};
