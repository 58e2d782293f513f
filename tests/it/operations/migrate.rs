//! `xorb migrate`: the schema there and back, on both databases.

use crate::harness::{XorbProcess, empty_postgres, empty_sqlite};

fn run(arguments: &[&str], environment: &[(&str, String)]) -> (bool, String) {
    let (status, output) = XorbProcess::start(arguments, environment).exit();
    (status.success(), output)
}

fn goes_up_and_down(environment: &[(&str, String)]) {
    let (_, before) = run(&["migrate", "status"], environment);
    assert!(
        before.contains("pending") && !before.contains("applied"),
        "{before}"
    );

    for _ in 0..2 {
        let (succeeded, output) = run(&["migrate", "up"], environment);
        assert!(succeeded, "{output}");
    }
    let (_, after) = run(&["migrate", "status"], environment);
    assert!(
        after.contains("applied") && !after.contains("pending"),
        "{after}"
    );

    let (succeeded, refusal) = run(&["migrate", "down", "--steps", "99"], environment);
    assert!(
        !succeeded && refusal.contains("--yes-delete-the-data"),
        "{refusal}"
    );
    let (succeeded, output) = run(
        &["migrate", "down", "--steps", "99", "--yes-delete-the-data"],
        environment,
    );
    assert!(succeeded, "{output}");
    let (_, empty) = run(&["migrate", "status"], environment);
    assert!(!empty.contains("applied"), "{empty}");
}

#[tokio::test]
async fn the_schema_goes_up_and_down_on_postgresql() {
    let database = empty_postgres().await;
    goes_up_and_down(&[
        ("XORB__DATABASE__URL", database.url.clone()),
        ("XORB__DATABASE__MIGRATION_URL", database.owner_url.clone()),
    ]);
}

#[test]
fn the_schema_goes_up_and_down_on_sqlite() {
    let database = empty_sqlite();
    goes_up_and_down(&[("XORB__DATA_DIR", database.directory().display().to_string())]);
}

#[tokio::test]
async fn two_migrations_at_once_do_not_collide() {
    let database = empty_postgres().await;
    let environment = [
        ("XORB__DATABASE__URL", database.url.clone()),
        ("XORB__DATABASE__MIGRATION_URL", database.owner_url.clone()),
    ];
    let both = [(); 2].map(|()| XorbProcess::start(&["migrate", "up"], &environment));
    for process in both {
        let (status, output) = process.exit();
        assert!(status.success(), "{output}");
    }
}

#[test]
fn a_database_that_is_away_is_named_without_its_password() {
    let url = (
        "XORB__DATABASE__URL",
        "postgres://xorb:s3cret@127.0.0.1:1/xorb".to_owned(),
    );
    let (succeeded, output) = run(&["migrate", "up"], &[url]);
    assert!(
        !succeeded && output.contains("127.0.0.1:1") && !output.contains("s3cret"),
        "{output}"
    );
}
