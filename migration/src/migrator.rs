//! The list of all migrations, oldest first. New ones are appended; applied ones never change.

use sea_orm_migration::prelude::*;

use crate::{
    m20261121_000001_create_guards, m20261121_000002_create_tenants,
    m20261121_000003_create_data_subjects, m20261121_000004_create_users,
    m20261121_000005_create_jobs, m20261121_000006_create_assets, m20261121_000007_create_scans,
    m20261121_000008_create_findings, m20261121_000009_create_data_subject_requests,
    m20261121_000010_create_audit_events, m20261122_000011_create_erasure,
    m20261122_000012_create_webhooks, m20261122_000013_erase_people_together,
    m20261122_000020_create_rate_limits, m20261122_000021_add_request_alarms,
    m20261122_000030_create_federation, m20261122_000040_create_second_factors,
    m20261122_000041_create_passkeys, m20261122_000042_create_access_policies,
    m20261122_000043_create_known_devices, m20261122_000050_create_api_keys,
    m20261122_000051_create_password_resets, m20261122_000052_create_email_changes,
    m20261122_000053_create_custom_roles, m20261122_000054_create_administration_networks,
    m20261122_000060_trace_jobs, m20261122_000061_demand_single_sign_on,
    m20261122_000070_create_support_access, m20261122_000080_schedule_jobs,
    m20261122_000081_weigh_tenants, m20261122_000082_target_jobs,
    m20261122_000083_order_running_jobs, m20261122_000090_count_failed_log_ins,
    m20261122_000091_create_group_roles, m20261122_000092_remind_of_keys,
    m20261122_000093_list_jobs_by_id,
};

/// The schema history. Run it through [`crate::up`], which takes the lock and grants the roles.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_guards::Migration),
            Box::new(m20261121_000002_create_tenants::Migration),
            Box::new(m20261121_000003_create_data_subjects::Migration),
            Box::new(m20261121_000004_create_users::Migration),
            Box::new(m20261121_000005_create_jobs::Migration),
            Box::new(m20261121_000006_create_assets::Migration),
            Box::new(m20261121_000007_create_scans::Migration),
            Box::new(m20261121_000008_create_findings::Migration),
            Box::new(m20261121_000009_create_data_subject_requests::Migration),
            Box::new(m20261121_000010_create_audit_events::Migration),
            Box::new(m20261122_000011_create_erasure::Migration),
            Box::new(m20261122_000012_create_webhooks::Migration),
            Box::new(m20261122_000013_erase_people_together::Migration),
            Box::new(m20261122_000020_create_rate_limits::Migration),
            Box::new(m20261122_000021_add_request_alarms::Migration),
            Box::new(m20261122_000040_create_second_factors::Migration),
            Box::new(m20261122_000041_create_passkeys::Migration),
            Box::new(m20261122_000042_create_access_policies::Migration),
            Box::new(m20261122_000043_create_known_devices::Migration),
            Box::new(m20261122_000030_create_federation::Migration),
            Box::new(m20261122_000050_create_api_keys::Migration),
            Box::new(m20261122_000051_create_password_resets::Migration),
            Box::new(m20261122_000052_create_email_changes::Migration),
            Box::new(m20261122_000053_create_custom_roles::Migration),
            Box::new(m20261122_000054_create_administration_networks::Migration),
            Box::new(m20261122_000060_trace_jobs::Migration),
            Box::new(m20261122_000061_demand_single_sign_on::Migration),
            Box::new(m20261122_000070_create_support_access::Migration),
            Box::new(m20261122_000080_schedule_jobs::Migration),
            Box::new(m20261122_000081_weigh_tenants::Migration),
            Box::new(m20261122_000082_target_jobs::Migration),
            Box::new(m20261122_000083_order_running_jobs::Migration),
            Box::new(m20261122_000090_count_failed_log_ins::Migration),
            Box::new(m20261122_000091_create_group_roles::Migration),
            Box::new(m20261122_000092_remind_of_keys::Migration),
            Box::new(m20261122_000093_list_jobs_by_id::Migration),
        ]
    }
}
