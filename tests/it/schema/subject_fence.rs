//! The erasure fence, one transaction at a time. What happens when two meet is in `subject_fence_race.rs`.

use uuid::Uuid;

use super::migrated_database::{MigratedDatabase, assert_refused, execute};
use super::rows::{
    ASSET, OTHER_TENANT, PERSON, TENANT, asset, erasure_pass, set_subject_state, subject,
    two_tenants,
};
use crate::on_both_databases;

const NEW: Uuid = Uuid::from_u128(1);

on_both_databases! {
    async fn a_row_of_an_active_person_is_taken(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let tx = database.begin(Some(TENANT)).await;
        asset(&tx, TENANT, NEW, Some(PERSON)).await.unwrap();
    }

    async fn a_row_of_a_person_who_is_being_erased_is_refused(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        for state in ["erasing", "erased"] {
            set_subject_state(&database.owner, state).await.unwrap();
            let tx = database.begin(Some(TENANT)).await;
            assert_refused(asset(&tx, TENANT, NEW, Some(PERSON)).await, "subject_fence");
        }
    }

    async fn a_row_cannot_be_linked_to_that_person_later_either(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        set_subject_state(&database.owner, "erasing").await.unwrap();
        let tx = database.begin(Some(TENANT)).await;
        let result = execute(&tx, "UPDATE assets SET subject_id = $1", [PERSON.into()]).await;
        assert_refused(result, "subject_fence");
    }

    async fn a_row_without_a_person_passes_the_fence(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        set_subject_state(&database.owner, "erasing").await.unwrap();
        let tx = database.begin(Some(TENANT)).await;
        asset(&tx, TENANT, NEW, None).await.unwrap();
    }

    async fn the_transaction_with_the_pass_gets_through(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        set_subject_state(&database.owner, "erasing").await.unwrap();
        let tx = database.begin(Some(TENANT)).await;
        erasure_pass(&tx).await;
        asset(&tx, TENANT, NEW, Some(PERSON)).await.unwrap();
    }

    async fn a_pass_for_one_person_opens_nothing_for_another(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let other = Uuid::from_u128(2);
        subject(&database.owner, TENANT, other).await;
        execute(&database.owner, "UPDATE data_subjects SET state = 'erasing'", []).await.unwrap();
        let tx = database.begin(Some(TENANT)).await;
        erasure_pass(&tx).await;
        assert_refused(asset(&tx, TENANT, NEW, Some(other)).await, "subject_fence");
    }

    async fn a_person_of_another_tenant_is_none(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        let tx = database.begin(Some(OTHER_TENANT)).await;
        assert_refused(asset(&tx, OTHER_TENANT, NEW, Some(PERSON)).await, "subject_fence");
    }

    async fn the_request_that_erases_goes_on_behind_the_fence(database: &MigratedDatabase) {
        two_tenants(&database.owner).await;
        set_subject_state(&database.owner, "erasing").await.unwrap();
        let tx = database.begin(Some(TENANT)).await;
        let sql = "INSERT INTO data_subject_requests (tenant_id, id, subject_id, right_kind, state, channel, language, \
                   received_at, due_at, created_at, updated_at) \
                   VALUES ($1, $2, $3, 'erasure', 'executing', 'graphql_self', 'en', $4, $4, $4, $4)";
        let values = [TENANT.into(), ASSET.into(), PERSON.into(), super::rows::at().into()];
        execute(&tx, sql, values).await.unwrap();
    }
}
