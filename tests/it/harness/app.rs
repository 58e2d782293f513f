//! The application in the test's own process: a house of its own, a clock that stands, jobs that run when told to.

use super::{Client, Mode, Stores};
use actix_web::web::Data;
use chrono::{DateTime, TimeZone, Utc};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::OnceCell;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use xorb::application::{Application, Sources};
use xorb_api::Edge;
use xorb_domain::rng::SeededRng;
use xorb_domain::{Core, TestClock};

/// Where every test's clock begins: in the past of any machine, so that what is due by it is due by the database's too.
fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 15, 12, 0, 0).unwrap()
}

pub struct TestApp {
    pub clock: Arc<TestClock>,
    pub(super) owners: [OnceCell<Client>; 2],
    application: Arc<Application>,
    address: SocketAddr,
    serving: JoinHandle<anyhow::Result<()>>,
    stop: CancellationToken,
    /// There until they are taken.
    stores: Option<Stores>,
    is_finished: AtomicBool,
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
        let mut settings = stores.settings(variables);
        let listener = TcpListener::bind(settings.http.listen).unwrap();
        settings.http.listen = listener.local_addr().unwrap();
        let address = settings.http.listen;
        let application = Arc::new(Application::build(settings, sources).await.unwrap());
        let stop = CancellationToken::new();
        let (served, stopped) = (Arc::clone(&application), stop.clone());
        let serving = tokio::spawn(async move { served.serve_http(listener, stopped).await });
        let owners = [OnceCell::new(), OnceCell::new()];
        Self {
            clock,
            owners,
            application,
            address,
            serving,
            stop,
            stores: Some(stores),
            is_finished: AtomicBool::new(false),
        }
    }

    /// Where the API listens, such as `http://127.0.0.1:40123`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn core(&self) -> &Arc<Core> {
        self.application.core()
    }

    /// The operators' edge.
    pub fn operators(&self) -> Data<Edge> {
        self.application.operators().unwrap()
    }

    pub fn stores(&self) -> &Stores {
        self.stores.as_ref().unwrap()
    }

    pub fn stores_mut(&mut self) -> &mut Stores {
        self.stores.as_mut().unwrap()
    }

    /// Runs every job that is due, and those that they make, until there is none. How many runs it took.
    pub async fn run_jobs(&self) -> usize {
        xorb_worker::runner::run_until_idle(Arc::clone(self.core()))
            .await
            .unwrap()
    }

    /// Ends the application in the middle of its work, as a power cut would; what it stood on.
    pub async fn abandon(mut self) -> Stores {
        self.is_finished.store(true, Ordering::Relaxed);
        self.stop.cancel();
        (&mut self.serving).await.unwrap().unwrap();
        self.stores.take().unwrap()
    }

    /// Ends the test. A job that is still to be run means that the test has not looked at all that it caused.
    pub async fn finish(mut self) {
        self.is_finished.store(true, Ordering::Relaxed);
        self.stop.cancel();
        (&mut self.serving).await.unwrap().unwrap();
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
