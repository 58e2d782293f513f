//! The PostgreSQL cluster that all tests of this process share: its roles, the migrated template, one database a test.
//!
//! A thread of its own holds the only superuser connection, because a connection lives and dies with the runtime that
//! opened it and every test has a runtime of its own.

use super::migrated;
use super::postgres_server::{Commits, PostgresServer};
use super::sandbox::random_password;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{mpsc, oneshot};

const TEMPLATE: &str = "xorb_template";
/// Owns the schema: may create roles, is no superuser.
const OWNER: &str = "xorb_owner";
/// What `api` and `worker` log in with: owns nothing, bypasses nothing.
const LOGIN: &str = "xorb_app";

enum Request {
    Create {
        name: String,
        template: String,
        done: oneshot::Sender<()>,
    },
    Drop {
        name: String,
    },
}

struct Cluster {
    server: PostgresServer,
    password: String,
    requests: mpsc::UnboundedSender<Request>,
    next: AtomicUsize,
}

/// A database of one test, dropped with it.
pub struct TestDatabase {
    /// As the log-in role of `api` and `worker`.
    pub url: String,
    /// As the owner of the schema, who may not touch the cluster.
    pub owner_url: String,
    pub superuser_url: String,
    name: String,
    requests: mpsc::UnboundedSender<Request>,
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let _ = self.requests.send(Request::Drop {
            name: self.name.clone(),
        });
    }
}

/// A server that one test may stop and start, with a migrated database.
pub struct OwnPostgres {
    pub server: PostgresServer,
    pub url: String,
    pub owner_url: String,
}

/// For tests in which the database goes away.
pub async fn own_postgres() -> OwnPostgres {
    let server = tokio::task::spawn_blocking(|| PostgresServer::start(Commits::Kept))
        .await
        .unwrap();
    let password = random_password();
    let superuser = Database::connect(server.superuser_url("postgres"))
        .await
        .unwrap();
    let (url, owner_url) = (
        server.url(LOGIN, &password, TEMPLATE),
        server.url(OWNER, &password, TEMPLATE),
    );
    prepare(&superuser, &password, &owner_url).await;
    superuser.close().await.unwrap();
    OwnPostgres {
        server,
        url,
        owner_url,
    }
}

/// A migrated database of its own for one test.
pub async fn postgres() -> TestDatabase {
    create(TEMPLATE).await
}

/// As `postgres`, but with nothing in it: for the tests of the migrations.
pub async fn empty_postgres() -> TestDatabase {
    create("template0").await
}

/// A copy of another test's database. Whoever is connected to that one is thrown out, and comes back.
pub async fn postgres_copy(original: &TestDatabase) -> TestDatabase {
    create(&original.name).await
}

async fn create(template: &str) -> TestDatabase {
    let cluster = tokio::task::spawn_blocking(cluster).await.unwrap();
    let number = cluster.next.fetch_add(1, Ordering::Relaxed);
    let name = format!("xorb_{number}");
    let (done, created) = oneshot::channel();
    cluster
        .requests
        .send(Request::Create {
            name: name.clone(),
            template: template.to_owned(),
            done,
        })
        .unwrap();
    created.await.expect("the cluster creates the database");
    TestDatabase {
        url: cluster.server.url(LOGIN, &cluster.password, &name),
        owner_url: cluster.server.url(OWNER, &cluster.password, &name),
        superuser_url: cluster.server.superuser_url(&name),
        requests: cluster.requests.clone(),
        name,
    }
}

fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| {
        let server = PostgresServer::start(Commits::Fast);
        let password = random_password();
        let (requests, inbox) = mpsc::unbounded_channel();
        let superuser_url = server.superuser_url("postgres");
        let owner_url = server.url(OWNER, &password, TEMPLATE);
        let role_password = password.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let connection = Database::connect(superuser_url).await.unwrap();
                prepare(&connection, &role_password, &owner_url).await;
                serve(&connection, inbox).await;
            });
        });
        Cluster {
            server,
            password,
            requests,
            next: AtomicUsize::new(1),
        }
    })
}

async fn prepare(superuser: &DatabaseConnection, password: &str, owner_url: &str) {
    for statement in [
        format!("CREATE ROLE {OWNER} LOGIN CREATEROLE PASSWORD '{password}'"),
        format!("CREATE ROLE {LOGIN} LOGIN PASSWORD '{password}'"),
        format!("CREATE DATABASE {TEMPLATE} OWNER {OWNER} TEMPLATE template0"),
    ] {
        superuser.execute_unprepared(&statement).await.unwrap();
    }
    migrated::migrate(owner_url, Some(LOGIN)).await;
}

async fn serve(superuser: &DatabaseConnection, mut inbox: mpsc::UnboundedReceiver<Request>) {
    while let Some(request) = inbox.recv().await {
        match request {
            Request::Create {
                name,
                template,
                done,
            } => {
                // A database is copied only while nobody is connected to it.
                let is_a_test_s = ![TEMPLATE, "template0"].contains(&template.as_str());
                let copy = format!("CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}");
                let mut statements = vec![copy];
                if is_a_test_s {
                    let admit =
                        |is: bool| format!("ALTER DATABASE {template} ALLOW_CONNECTIONS {is}");
                    let throw_out = format!(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'"
                    );
                    statements.splice(0..0, [admit(false), throw_out]);
                    statements.push(admit(true));
                }
                for statement in statements {
                    superuser.execute_unprepared(&statement).await.unwrap();
                }
                let _ = done.send(());
            }
            Request::Drop { name } => {
                let statement = format!("DROP DATABASE {name} WITH (FORCE)");
                superuser.execute_unprepared(&statement).await.unwrap();
            }
        }
    }
}
