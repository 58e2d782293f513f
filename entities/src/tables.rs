//! The list of all tables, as the models declare them: what the structural tests and the data map compare against.

use sea_orm::{ColumnTrait, ColumnType, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn};

use crate::map::TableMap;

/// A table as its model declares it.
#[derive(Clone, Debug)]
pub struct Table {
    pub name: &'static str,
    pub primary_key: Vec<&'static str>,
    pub columns: Vec<Column>,
}

/// A column as its model declares it.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnType,
    pub nullable: bool,
}

fn table<E: EntityTrait>() -> Table {
    let column = |column: E::Column| {
        let definition = column.def();
        Column {
            name: column.as_str(),
            kind: definition.get_column_type().clone(),
            nullable: definition.is_null(),
        }
    };
    Table {
        name: E::default().table_name(),
        primary_key: E::PrimaryKey::iter()
            .map(|key| key.into_column().as_str())
            .collect(),
        columns: E::Column::iter().map(column).collect(),
    }
}

macro_rules! tables {
    ($($area:ident: $($table:ident)*;)*) => {
        /// Every table, area by area.
        #[must_use]
        pub fn all() -> Vec<Table> {
            vec![$($(table::<crate::$area::$table::Entity>()),*),*]
        }

        pub(crate) const MAPS: &[TableMap] = &[$($(crate::$area::$table::MAP),*),*];
    };
}

tables! {
    tenants: tenant tenant_key signing_key quota rate_limit_policy;
    identity: user user_role session refresh_token invitation outgoing_mail idempotency_key totp_factor recovery_code mfa_challenge passkey passkey_ceremony access_policy known_device api_key password_reset email_change custom_role user_custom_role administration_network identity_provider federated_identity federated_session federation_state tenant_domain group_role_mapping group_role federation_route support_grant impersonation;
    assets: asset asset_verification;
    scans: scan scan_step check_coverage kill_switch;
    findings: finding finding_observation finding_event;
    privacy: data_subject subject_key subject_pid data_subject_request data_subject_request_task data_subject_request_message certificate erasure_pass erasure_ledger mention;
    audit: audit_event audit_payload audit_head audit_checkpoint audit_verification;
    jobs: job job_effect schedule schedule_tick;
    webhooks: webhook_endpoint webhook_key webhook_delivery;
}
