//! A production role waits for what it needs, alive and honest, and refuses what it must not use.

use sea_orm::{ConnectionTrait, Database};

use crate::harness::{Mode, Stores, TestRedis, XorbProcess, empty_postgres, own_postgres, redis};

fn environment(url: &str, redis: &TestRedis) -> Vec<(&'static str, String)> {
    vec![
        ("XORB__DATABASE__URL", url.to_owned()),
        ("XORB__REDIS__URL", redis.url.clone()),
    ]
}

#[tokio::test]
async fn a_database_that_comes_later_is_waited_for() {
    let mut postgres = own_postgres().await;
    postgres.server.stop();
    let redis = redis();
    let mut worker = XorbProcess::start(&["worker"], &environment(&postgres.url, &redis));

    let reason = worker.wait_for_readiness(503).await;
    assert!(reason.contains("waiting for the database"), "{reason}");
    let live = reqwest::get(format!("{}/livez", worker.addresses().1))
        .await
        .unwrap();
    assert!(live.status().is_success());
    assert!(
        worker
            .line_with("waiting for the database")
            .contains("Connection refused")
    );

    postgres.server.restart();
    worker.wait_until_ready().await;
    postgres.server.stop();
    let reason = worker.wait_for_readiness(503).await;
    assert!(reason.contains("the database does not answer"), "{reason}");
    postgres.server.restart();
    worker.wait_until_ready().await;
}

#[tokio::test]
async fn a_schema_that_is_too_old_is_waited_for_and_never_migrated() {
    let (database, redis) = (empty_postgres().await, redis());
    let mut environment = environment(&database.url, &redis);
    environment.push(("XORB__DATABASE__MIGRATION_URL", database.owner_url.clone()));
    let mut worker = XorbProcess::start(&["worker"], &environment);

    let reason = worker.wait_for_readiness(503).await;
    assert!(reason.contains("waiting for the"), "{reason}");
    assert!(
        worker
            .line_with("waiting for the schema")
            .contains("xorb migrate up")
    );
    let (status, output) = XorbProcess::start(&["migrate", "up"], &environment).exit();
    assert!(status.success(), "{output}");
    worker.wait_until_ready().await;
}

#[tokio::test]
async fn an_api_takes_no_connection_before_it_can_serve() {
    let (database, redis) = (empty_postgres().await, redis());
    let mut environment = environment(&database.url, &redis);
    environment.push(("XORB__DATABASE__MIGRATION_URL", database.owner_url.clone()));
    environment.push(("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()));
    let mut api = XorbProcess::start(&["api"], &environment);
    api.wait_for_readiness(503).await;
    let address = api.addresses().0.unwrap();
    let refused = reqwest::get(&address).await.unwrap_err();
    assert!(refused.is_connect(), "{refused}");
    let host = address.trim_start_matches("http://").to_owned();

    let (status, output) = XorbProcess::start(&["migrate", "up"], &environment).exit();
    assert!(status.success(), "{output}");
    // Ready means that it takes connections.
    api.wait_until_ready().await;
    assert!(reqwest::get(&address).await.is_ok());

    environment.pop();
    environment.push(("XORB__HTTP__LISTEN", host));
    let (status, output) = XorbProcess::start(&["api"], &environment).exit();
    assert!(
        !status.success() && output.contains("http.listen: "),
        "{output}"
    );
    assert!(output.contains("choose another address"), "{output}");
}

#[tokio::test]
async fn a_log_in_role_that_steps_over_row_level_security_is_refused() {
    let stores = Stores::new(Mode::Distributed).await;
    let Stores::Distributed {
        database, redis, ..
    } = &stores
    else {
        unreachable!()
    };
    for (url, fault) in [
        (&database.superuser_url, "is a superuser"),
        (&database.owner_url, "owns tables"),
    ] {
        let mut environment = environment(url, redis);
        environment.push((
            "XORB__DATABASE__MIGRATION_URL",
            database.superuser_url.clone(),
        ));
        XorbProcess::start(&["migrate", "up"], &environment).exit();
        let (status, output) = XorbProcess::start(&["worker"], &environment).exit();
        assert!(!status.success() && output.contains(fault), "{output}");
    }
}

#[tokio::test]
async fn a_log_in_role_that_nobody_let_in_is_told_how() {
    let stores = Stores::new(Mode::Distributed).await;
    let Stores::Distributed {
        database, redis, ..
    } = &stores
    else {
        unreachable!()
    };
    let superuser = Database::connect(&database.superuser_url).await.unwrap();
    superuser
        .execute_unprepared("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
        .await
        .unwrap();
    superuser
        .execute_unprepared("GRANT SELECT ON seaql_migrations TO stranger")
        .await
        .unwrap();
    let mut url = url::Url::parse(&database.url).unwrap();
    url.set_username("stranger").unwrap();
    url.set_password(Some("stranger")).unwrap();
    let mut worker = XorbProcess::start(&["worker"], &environment(url.as_str(), redis));
    let line = worker.line_with("no member of xorb_runtime");
    assert!(line.contains("xorb migrate up"), "{line}");
}

#[tokio::test]
async fn a_worker_stops_in_order_when_asked_to() {
    let stores = Stores::new(Mode::Distributed).await;
    let mut worker = XorbProcess::start(&["worker"], &stores.environment());
    worker.wait_until_ready().await;
    let (status, output) = worker.terminate();
    assert!(
        status.success() && output.contains("\"stopped\""),
        "{output}"
    );
}
