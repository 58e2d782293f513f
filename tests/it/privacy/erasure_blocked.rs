//! What can't be erased blocks the request; nothing is passed off as done, and it goes on once somebody has mended it.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use xorb_domain::jobs::retry_job;

use super::erasable::{Company, TO_ANN};
use crate::harness::{Mode, Stores, TestApp};

/// Tries again at once, so that all attempts are over when the jobs are run.
async fn app(mode: Mode) -> TestApp {
    TestApp::start_with(mode, &[("XORB__JOBS__BACK_OFF_SECONDS__ERASURE", "0")]).await
}

/// The database as its owner sees it.
async fn owner(app: &TestApp) -> DatabaseConnection {
    let url = match app.stores() {
        Stores::Embedded(sqlite) => sqlite.url.clone(),
        Stores::Distributed { database, .. } => database.owner_url.clone(),
    };
    Database::connect(url).await.unwrap()
}

async fn rename(app: &TestApp, from: &str, to: &str) {
    let owner = owner(app).await;
    owner
        .execute_unprepared(&format!("ALTER TABLE {from} RENAME TO {to}"))
        .await
        .unwrap();
    owner.close().await.unwrap();
}

/// Runs the failed erasure once more, as an administrator does.
async fn run_again(app: &TestApp, company: &Company) {
    let tx = app.core().db.read(&company.owner.scope).await.unwrap();
    let sql =
        "SELECT id FROM jobs WHERE tenant_id = $1 AND kind = 'erase_subject' AND state = 'failed'";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    let id = rows[0].try_get("", "id").unwrap();
    drop(tx);
    retry_job(app.core(), &company.owner, id).await.unwrap();
    app.run_jobs().await;
}

async fn assert_blocked(app: &TestApp, company: &Company, code: &str) {
    assert_eq!(company.state(app).await, "blocked");
    assert_eq!(company.blocked_code(app).await.as_deref(), Some(code));
    assert_eq!(company.count(app, "certificates WHERE 1 = 1").await, 0);
    let told = company
        .count(
            app,
            "data_subject_request_messages WHERE kind = 'completed'",
        )
        .await;
    assert_eq!(told, 0);
}

async fn a_table_that_is_gone_blocks(mode: Mode) {
    let app = app(mode).await;
    let company = Company::new(&app).await;
    company.approve(&app).await;
    rename(&app, "idempotency_keys", "hidden").await;
    app.run_jobs().await;
    assert_blocked(&app, &company, "table_missing").await;
    rename(&app, "hidden", "idempotency_keys").await;
    run_again(&app, &company).await;
    assert_eq!(company.state(&app).await, "completed");
    app.finish().await;
}

async fn a_folder_of_mails_that_is_gone_blocks(mode: Mode) {
    let app = app(mode).await;
    let company = Company::new(&app).await;
    company.approve(&app).await;
    let folder = app.stores().data_dir().join("mail");
    let aside = app.stores().data_dir().join("aside");
    std::fs::rename(&folder, &aside).unwrap();
    app.run_jobs().await;
    assert_blocked(&app, &company, "mail_folder_unreachable").await;
    let blocked = "data_subject_request_tasks WHERE location = 'files:mail' AND state = 'blocked'";
    assert_eq!(company.count(&app, blocked).await, 1);
    // The fence is up all the same: nobody gets in as Ann.
    assert_eq!(company.count(&app, "sessions WHERE subject_id IN (SELECT id FROM data_subjects WHERE state = 'erasing')").await, 0);
    std::fs::rename(&aside, &folder).unwrap();
    run_again(&app, &company).await;
    assert_eq!(company.state(&app).await, "completed");
    assert_eq!(
        app.mails_to(TO_ANN).len(),
        1,
        "the last letter, and none of the mails before"
    );
    app.finish().await;
}

async fn rows_that_went_behind_the_erasures_back_block(mode: Mode) {
    let app = app(mode).await;
    let company = Company::new(&app).await;
    company.approve(&app).await;
    let aside = app.stores().data_dir().join("aside");
    let folder = app.stores().data_dir().join("mail");
    std::fs::rename(&folder, &aside).unwrap();
    app.run_jobs().await;
    std::fs::rename(&aside, &folder).unwrap();
    let ann = "(SELECT id FROM data_subjects WHERE state = 'erasing')";
    company
        .execute(
            &app,
            &format!("DELETE FROM subject_keys WHERE tenant_id = $1 AND subject_id IN {ann}"),
        )
        .await;
    // It was run again because of the folder: nobody has said that rows may be gone, and no attempt says it by itself.
    run_again(&app, &company).await;
    assert_blocked(&app, &company, "rows_gone").await;
    run_again(&app, &company).await;
    assert_eq!(company.state(&app).await, "completed");
    app.finish().await;
}

mod embedded {
    use crate::harness::Mode::Embedded;

    #[tokio::test]
    async fn a_table_that_is_gone_blocks() {
        super::a_table_that_is_gone_blocks(Embedded).await;
    }

    #[tokio::test]
    async fn a_folder_of_mails_that_is_gone_blocks() {
        super::a_folder_of_mails_that_is_gone_blocks(Embedded).await;
    }

    #[tokio::test]
    async fn rows_that_went_behind_the_erasures_back_block() {
        super::rows_that_went_behind_the_erasures_back_block(Embedded).await;
    }
}

mod distributed {
    use crate::harness::Mode::Distributed;

    #[tokio::test]
    async fn a_table_that_is_gone_blocks() {
        super::a_table_that_is_gone_blocks(Distributed).await;
    }

    #[tokio::test]
    async fn a_folder_of_mails_that_is_gone_blocks() {
        super::a_folder_of_mails_that_is_gone_blocks(Distributed).await;
    }

    #[tokio::test]
    async fn rows_that_went_behind_the_erasures_back_block() {
        super::rows_that_went_behind_the_erasures_back_block(Distributed).await;
    }
}
