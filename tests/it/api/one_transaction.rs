//! A query is answered in the transaction in which its caller was recognised: read from the log of the database.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database};
use serde_json::json;

use crate::harness::{
    Client, Mode, OwnPostgres, PASSWORD, TestApp, XorbProcess, own_postgres, redis,
};
use xorb_domain::identity::Role;

/// One way to the database and back each.
const STATEMENTS: [&str; 6] = [
    "statement: BEGIN",
    "set_config('transaction_read_only', 'on', true), set_config('xorb.tenant_id', $1, true)",
    "FROM sessions s JOIN",
    "FROM users u WHERE",
    "FROM tenants WHERE id",
    "statement: ROLLBACK",
];

#[tokio::test]
async fn a_query_and_its_log_in_share_a_transaction() {
    let (postgres, redis) = (own_postgres().await, redis());
    log_all_statements(&postgres).await;
    let environment = [
        ("XORB__DATABASE__URL", postgres.url.clone()),
        ("XORB__REDIS__URL", redis.url.clone()),
        ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
        ("XORB__AUTH__OPEN_SIGN_UP", "true".to_owned()),
    ];
    let mut api = XorbProcess::start(&["api"], &environment);
    api.wait_until_ready().await;
    let client = Client::anonymous(&api.addresses().0.unwrap());
    let input = json!({
        "tenantName": "Acme", "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD,
        "displayName": "Owner",
    });
    let field = "signUp(input: $input) { session { accessToken } userErrors { code } }";
    let signed_up = client.mutate("SignUpInput", field, input).await;
    let client = client.with_token(&signed_up.text("/signUp/session/accessToken"));

    let before = postgres.server.log().len();
    let answer = client
        .graphql("{ viewer { tenant { id } } }", json!({}))
        .await;
    answer.text("/viewer/tenant/id");
    let statements = transaction_with("FROM sessions", &postgres, before).await;
    assert_eq!(statements.len(), STATEMENTS.len(), "{statements:#?}");
    for (statement, part) in statements.iter().zip(STATEMENTS) {
        assert!(statement.contains(part), "{part}: {statements:#?}");
    }
}

/// A denial is written in a transaction of its own: whoever asks must not hold the only connection meanwhile.
#[tokio::test]
async fn who_is_denied_waits_for_no_second_connection() {
    let one = [("XORB__DATABASE__MAX_CONNECTIONS", "1")];
    let app = TestApp::start_with(Mode::Distributed, &one).await;
    let viewer = app.member(Role::Viewer).await;
    let answer = viewer
        .graphql("{ auditTrail { checkedAt } }", json!({}))
        .await;
    let code = &answer.body["errors"][0]["extensions"]["code"];
    assert_eq!(code, "FORBIDDEN", "{}", answer.body);
    app.finish().await;
}

async fn log_all_statements(postgres: &OwnPostgres) {
    let database = postgres.url.rsplit('/').next().unwrap();
    let superuser = Database::connect(postgres.server.superuser_url(database))
        .await
        .unwrap();
    for sql in [
        "ALTER SYSTEM SET log_statement = 'all'",
        "SELECT pg_reload_conf()",
    ] {
        superuser.execute_unprepared(sql).await.unwrap();
    }
}

/// The statements of the transaction that has one with `part`, from its beginning to its end, which is waited for.
async fn transaction_with(part: &str, postgres: &OwnPostgres, before: usize) -> Vec<String> {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let log = postgres.server.log()[before..].to_owned();
        // "2026-11-22 12:00:00.000 UTC [4711] LOG:  execute …": the number is the connection's.
        let of_whom = |line: &str| line.split(['[', ']']).nth(1).map(str::to_owned);
        let says =
            |line: &&str| line.contains("LOG:  statement: ") || line.contains("LOG:  execute ");
        let connection = log
            .lines()
            .find(|line| line.contains(part))
            .and_then(of_whom);
        let own: Vec<String> = log
            .lines()
            .filter(says)
            .filter(|line| connection.is_some() && of_whom(line) == connection)
            .map(str::to_owned)
            .collect();
        if let Some(at) = own.iter().position(|line| line.contains(part))
            && let Some(end) = own[at..]
                .iter()
                .position(|line| line.contains("statement: ROLLBACK"))
        {
            let begin = own[..at]
                .iter()
                .rposition(|line| line.contains("statement: BEGIN"));
            return own[begin.unwrap()..=at + end].to_vec();
        }
        assert!(
            Instant::now() < deadline,
            "no end of the transaction in\n{log}"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
