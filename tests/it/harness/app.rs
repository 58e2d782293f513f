//! The application in the test's own process: a house of its own, a clock that stands, jobs that run when told to.

use super::{Directory, Mode, TestDatabase, TestRedis, TestSqlite, postgres, redis, sqlite};
use chrono::{DateTime, TimeZone, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use xorb::application::{Application, Sources};
use xorb_domain::rng::SeededRng;
use xorb_domain::settings::{Role, Settings};
use xorb_domain::{Core, TestClock};

/// Where every test's clock begins: in the past of any machine, so that what is due by it is due by the database's too.
fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 15, 12, 0, 0).unwrap()
}

pub struct TestApp {
    pub clock: Arc<TestClock>,
    application: Application,
    stores: Stores,
    is_finished: AtomicBool,
}

/// What the application stands on; goes with it.
pub enum Stores {
    Embedded(TestSqlite),
    Distributed {
        database: TestDatabase,
        redis: TestRedis,
        data_dir: Directory,
    },
}

impl TestApp {
    pub async fn start(mode: Mode) -> Self {
        Self::start_with(mode, &[]).await
    }

    /// As `start`, with settings as the environment has them, such as `("XORB__SCAN__CONNECTS_PER_SECOND", "5")`.
    pub async fn start_with(mode: Mode, variables: &[(&str, &str)]) -> Self {
        let stores = Stores::new(mode).await;
        let clock = Arc::new(TestClock::new(beginning()));
        let sources = Sources {
            clock: clock.clone(),
            rng: Arc::new(SeededRng::new(1)),
        };
        let application = Application::build(settings(&stores, variables), None, sources)
            .await
            .unwrap();
        Self {
            clock,
            application,
            stores,
            is_finished: AtomicBool::new(false),
        }
    }

    pub fn core(&self) -> &Arc<Core> {
        self.application.core()
    }

    pub fn stores(&self) -> &Stores {
        &self.stores
    }

    pub fn stores_mut(&mut self) -> &mut Stores {
        &mut self.stores
    }

    /// Runs every job that is due, and those that they make, until there is none. How many runs it took.
    pub async fn run_jobs(&self) -> usize {
        xorb_worker::runner::run_until_idle(Arc::clone(self.core()))
            .await
            .unwrap()
    }

    /// Ends the test. A job that is still to be run means that the test has not looked at all that it caused.
    pub async fn finish(self) {
        self.is_finished.store(true, Ordering::Relaxed);
        let system = self.core().db.system().await.unwrap();
        let sql = "SELECT kind FROM jobs WHERE state IN ('queued', 'running') ORDER BY kind";
        let rows = system.query(sql.to_owned(), []).await.unwrap();
        let left: Vec<String> = rows
            .iter()
            .map(|row| row.try_get("", "kind").unwrap())
            .collect();
        assert!(
            left.is_empty(),
            "jobs are left in the queue: {left:?}; call run_jobs()"
        );
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let is_forgotten = !self.is_finished.load(Ordering::Relaxed) && !std::thread::panicking();
        assert!(!is_forgotten, "the test must end with app.finish().await");
    }
}

impl Stores {
    pub async fn new(mode: Mode) -> Self {
        match mode {
            Mode::Embedded => Self::Embedded(sqlite().await),
            Mode::Distributed => Self::Distributed {
                database: postgres().await,
                redis: redis(),
                data_dir: Directory::new("data"),
            },
        }
    }

    /// What a process needs in its environment to stand on these stores.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Embedded(sqlite) => {
                vec![("XORB__DATA_DIR", sqlite.directory().display().to_string())]
            }
            Self::Distributed {
                database,
                redis,
                data_dir,
            } => vec![
                ("XORB__DATA_DIR", data_dir.path().display().to_string()),
                ("XORB__DATABASE__URL", database.url.clone()),
                ("XORB__DATABASE__MIGRATION_URL", database.owner_url.clone()),
                ("XORB__REDIS__URL", redis.url.clone()),
            ],
        }
    }
}

fn settings(stores: &Stores, variables: &[(&str, &str)]) -> Settings {
    let role = match stores {
        Stores::Embedded(_) => Role::Embedded,
        Stores::Distributed { .. } => Role::Api,
    };
    // Open, so that both roles behave alike; a test that is about one of these says so.
    let common = [
        ("XORB__AUTH__OPEN_SIGN_UP", "true"),
        ("XORB__GRAPHQL__ANONYMOUS_INTROSPECTION", "true"),
        ("XORB__GRAPHQL__GRAPHIQL", "true"),
        ("XORB__HTTP__THREADS", "1"),
        ("XORB__RATE_LIMIT__MODE", "off"),
        ("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "true"),
    ];
    let mut environment: Vec<(String, String)> = common
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    for (name, value) in variables {
        environment.retain(|(present, _)| present != name);
        environment.push(((*name).to_owned(), (*value).to_owned()));
    }
    environment.extend(
        stores
            .environment()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value)),
    );
    Settings::load(role, None, environment).unwrap()
}
