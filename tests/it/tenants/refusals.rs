//! What the database refuses becomes an error that people understand, and the rest stays in the log.

use crate::audit::trail::Trail;
use crate::both_modes;
use sea_orm::Value;
use xorb_domain::{AppError, ErrorCode, UserErrorCode};

fn user_error(result: Result<u64, AppError>) -> (UserErrorCode, String) {
    match result {
        Err(AppError::User(errors)) => (errors[0].code, errors[0].path.join(".")),
        other => panic!("{other:?}"),
    }
}

both_modes! {
    async fn a_slug_that_is_taken_is_said_to_be(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let tx = trail.write().await;
        let sql = "INSERT INTO tenants (id, slug, name, status, created_at) VALUES ($1, 'acme', 'Acme', 'active', $2)";
        let taken = tx.execute(sql, [tx.new_id().into(), tx.now().into()]).await;
        assert_eq!(user_error(taken), (UserErrorCode::Taken, "input.tenantSlug".to_owned()));
    }

    async fn an_address_that_has_an_account_is_said_to_be_taken(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let tx = trail.write().await;
        let subject = tx.new_id();
        let tenant: Value = tx.tenant_id().into();
        let now: Value = tx.now().into();
        let sql = "INSERT INTO data_subjects (tenant_id, id, kind, state, created_at) VALUES ($1, $2, 'user', 'active', $3)";
        tx.execute(sql, [tenant.clone(), subject.into(), now.clone()]).await.unwrap();
        let sql = "INSERT INTO users (tenant_id, id, subject_id, email, email_normalized, display_name, status, \
                   created_at, updated_at) \
                   SELECT tenant_id, $2, $3, email, email_normalized, 'Eve', 'active', $4, $4 FROM users WHERE tenant_id = $1";
        let taken = tx.execute(sql, [tenant, tx.new_id().into(), subject.into(), now]).await;
        assert_eq!(user_error(taken), (UserErrorCode::Taken, "input.email".to_owned()));
    }

    async fn an_asset_that_is_there_already_is_said_to_be_until_it_is_deleted(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let insert = async || {
            let tx = trail.write().await;
            let sql = "INSERT INTO assets (tenant_id, id, name, kind, address, host, version, created_at, updated_at) \
                       VALUES ($1, $2, 'Shop', 'host', 'shop.example', 'shop.example', 1, $3, $3)";
            let inserted = tx.execute(sql, [tx.tenant_id().into(), tx.new_id().into(), tx.now().into()]).await?;
            tx.commit().await?;
            Ok(inserted)
        };
        assert_eq!(insert().await.unwrap(), 1);
        assert_eq!(user_error(insert().await), (UserErrorCode::Taken, "input.address".to_owned()));
        let tx = trail.write().await;
        tx.execute("UPDATE assets SET deleted_at = $1", [tx.now().into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(insert().await.unwrap(), 1);
    }

    async fn nothing_is_added_to_a_person_who_is_being_erased(app: &TestApp) {
        let trail = Trail::begin(app).await;
        trail.append(1).await;
        trail.tamper("UPDATE data_subjects SET state = 'erasing' WHERE tenant_id = {tenant}").await;
        let tx = trail.write().await;
        tx.record(trail.event());
        assert!(matches!(tx.commit().await, Err(AppError::Conflict(_))));
        assert_eq!(trail.numbers().await, [1]);
    }

    async fn a_statement_that_makes_no_sense_shows_nothing_of_itself(app: &TestApp) {
        let trail = Trail::begin(app).await;
        let tx = trail.write().await;
        let error = tx.execute("INSERT INTO secrets VALUES (1)", []).await.unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), (ErrorCode::Internal, "internal error"));
    }
}
