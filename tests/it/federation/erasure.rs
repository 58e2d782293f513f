//! Somebody who came from an identity provider is erased like everybody: with the sessions that it may end.

use sea_orm::prelude::Uuid;

use super::world::World;
use crate::harness::Mode;
use crate::privacy::erasable::Company;

/// All that came with the log-in.
const EMPTIED: [&str; 4] = [
    "users",
    "sessions",
    "federated_sessions",
    "federated_identities",
];

async fn somebody_from_a_provider_is_erased(world: World) {
    world.log_in(|_| {}).await.assert_logged_in();
    let (app, scope) = (&world.app, world.tenant.owner.scope);
    app.run_jobs().await;
    let tx = app.core().db.read(&scope).await.unwrap();
    let sql = "SELECT u.subject_id, u.email_normalized FROM users u JOIN federated_identities f \
               ON f.tenant_id = u.tenant_id AND f.user_id = u.id WHERE u.tenant_id = $1";
    let rows = tx.query(sql, [tx.tenant_id().into()]).await.unwrap();
    let subject_id: Uuid = rows[0].try_get("", "subject_id").unwrap();
    let email: String = rows[0].try_get("", "email_normalized").unwrap();
    drop(tx);
    let company = Company::alone(world.tenant.owner.clone());
    let left = async |table: &str| {
        let whose = "subject_id IN (SELECT id FROM data_subjects WHERE state <> 'active')";
        company.count(app, &format!("{table} WHERE {whose}")).await
    };
    let of_all = "federated_sessions WHERE 1 = 1";
    assert_eq!(company.count(app, of_all).await, 1, "one that it may end");

    company.approve_for(app, subject_id, &email).await;
    app.run_jobs().await;
    let why = company.blocked_code(app).await;
    assert_eq!(company.state(app).await, "completed", "{why:?}");
    for table in EMPTIED {
        assert_eq!(left(table).await, 0, "{table}");
    }
    assert_eq!(company.count(app, of_all).await, 0);
    world.app.finish().await;
}

#[tokio::test]
async fn embedded() {
    somebody_from_a_provider_is_erased(World::new(Mode::Embedded).await).await;
}

#[tokio::test]
async fn distributed() {
    somebody_from_a_provider_is_erased(World::new(Mode::Distributed).await).await;
}
