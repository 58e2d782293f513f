//! A full row of every table goes through its model into the database and comes back the same.
//!
//! All ids are one and the same UUID, and all numbers one, so every foreign key is met once the tables are filled in order.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ColumnType, DatabaseTransaction,
    EntityTrait, IdenStatic, IntoActiveModel, Iterable, TransactionTrait, Value,
};
use uuid::Uuid;
use xorb_entities::{
    assets::*, audit::*, findings::*, identity::*, jobs::*, privacy::*, scans::*, tables,
    tenants::*, webhooks::*,
};

use super::migrated_database::MigratedDatabase;
use super::rows::at;
use crate::on_both_databases;
use crate::structure::catalog::Catalog;

type Permitted = BTreeMap<String, BTreeMap<String, String>>;

on_both_databases! {
    async fn every_model_round_trips(database: &MigratedDatabase) {
        let permitted = first_permitted(&Catalog::read(&database.owner).await);
        let tx = database.owner.begin().await.unwrap();
        let mut names = write_and_read(&tx, &permitted).await;
        names.sort_unstable();
        let mut expected: Vec<_> = tables::all().iter().map(|table| table.name).collect();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }
}

/// The id of everything, the tenant and the person included.
pub const ID: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

/// One row in every table.
pub async fn fill_every_table(database: &MigratedDatabase) {
    let permitted = first_permitted(&Catalog::read(&database.owner).await);
    let tx = database.owner.begin().await.unwrap();
    write_and_read(&tx, &permitted).await;
    tx.commit().await.unwrap();
}

macro_rules! round_trip {
    ($tx:ident, $permitted:ident: $($model:ident)*) => {
        vec![$(round_trip::<$model::Entity>($tx, $permitted).await),*]
    };
}

/// In an order in which foreign keys are met.
async fn write_and_read(tx: &DatabaseTransaction, permitted: &Permitted) -> Vec<String> {
    round_trip!(tx, permitted:
        tenant tenant_key signing_key quota rate_limit_policy data_subject subject_key subject_pid erasure_pass
        user user_role session refresh_token invitation outgoing_mail idempotency_key totp_factor recovery_code mfa_challenge passkey passkey_ceremony access_policy known_device api_key password_reset email_change custom_role user_custom_role administration_network support_grant impersonation
        job job_effect schedule schedule_tick
        asset asset_verification scan scan_step check_coverage kill_switch
        finding finding_observation finding_event
        data_subject_request data_subject_request_task data_subject_request_message certificate erasure_ledger mention
        identity_provider federated_identity federated_session federation_state tenant_domain group_role_mapping group_role federation_route
        webhook_endpoint webhook_key webhook_delivery
        audit_event audit_payload audit_head audit_checkpoint audit_verification
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "reads back what the test itself wrote"
)]
async fn round_trip<E>(tx: &DatabaseTransaction, permitted: &Permitted) -> String
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq + Sync,
{
    let table = E::default().table_name();
    let mut row = <E::ActiveModel as ActiveModelTrait>::default();
    for column in E::Column::iter() {
        let word = permitted
            .get(table)
            .and_then(|columns| columns.get(column.as_str()));
        row.set(column, sample(column.def().get_column_type(), word));
    }
    let written = row.insert(tx).await.unwrap();
    assert_eq!(E::find().all(tx).await.unwrap(), [written], "{table}");
    table.to_owned()
}

fn sample(kind: &ColumnType, permitted: Option<&String>) -> Value {
    match kind {
        ColumnType::Uuid => ID.into(),
        ColumnType::Integer => 1_i32.into(),
        ColumnType::BigInteger => 1_i64.into(),
        ColumnType::Double => 7.5_f64.into(),
        ColumnType::Boolean => true.into(),
        ColumnType::TimestampWithTimeZone => at().into(),
        ColumnType::VarBinary(_) | ColumnType::Blob => vec![0_u8, 255].into(),
        ColumnType::JsonBinary => serde_json::json!({"ids": ["ä"]}).into(),
        _ => permitted
            .cloned()
            .unwrap_or_else(|| "ü' \\ 1".to_owned())
            .into(),
    }
}

fn first_permitted(catalog: &Catalog) -> Permitted {
    let first = |words: &std::collections::BTreeSet<String>| words.first().unwrap().clone();
    catalog
        .tables
        .iter()
        .map(|(name, table)| {
            let words = table.permitted.iter();
            (
                name.clone(),
                words
                    .map(|(column, words)| (column.clone(), first(words)))
                    .collect(),
            )
        })
        .collect()
}
