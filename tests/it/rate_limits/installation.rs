//! Two `xorb api` processes over one PostgreSQL and one Redis, and the load that is put on them.

use crate::harness::{Client, Mode, PASSWORD, Stores, TestRedis, XorbProcess};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Nothing but the limit under test: the first tier is wide open, and nobody's reputation suffers.
const WIDE: [(&str, &str); 7] = [
    ("XORB__HTTP__LISTEN", "127.0.0.1:0"),
    ("XORB__AUTH__OPEN_SIGN_UP", "true"),
    ("XORB__RATE_LIMIT__MODE", "enforce"),
    ("XORB__RATE_LIMIT__BURST", "1000000"),
    ("XORB__RATE_LIMIT__REQUESTS_PER_SECOND", "100000"),
    ("XORB__RATE_LIMIT__TOLERATED_REFUSALS", "0"),
    // A machine that runs all tests at once answers late; what is late is decided by the process alone.
    ("XORB__RATE_LIMIT__REDIS_TIMEOUT_MS", "2000"),
];

const QUERY: &str = "{ rateLimit { policy remaining } }";

pub struct Installation {
    _processes: Mutex<[XorbProcess; 2]>,
    public: [String; 2],
    admin: [String; 2],
    stores: Mutex<Stores>,
    asked: AtomicUsize,
}

#[derive(Debug, Default, PartialEq)]
pub struct Decisions {
    pub local: u64,
    pub shared: u64,
    pub fallback: u64,
}

impl Installation {
    pub async fn start(variables: &[(&'static str, &str)]) -> Self {
        let stores = Stores::new(Mode::Distributed).await;
        let mut environment = stores.environment();
        let all = WIDE.iter().chain(variables);
        environment.extend(all.map(|(name, value)| (*name, (*value).to_owned())));
        let mut processes = [(); 2].map(|()| XorbProcess::start(&["api"], &environment));
        for process in &mut processes {
            process.wait_until_ready().await;
        }
        let addresses = processes.each_mut().map(XorbProcess::addresses);
        Self {
            public: addresses
                .each_ref()
                .map(|(public, _)| public.clone().unwrap()),
            admin: addresses.map(|(_, admin)| admin),
            _processes: Mutex::new(processes),
            stores: Mutex::new(stores),
            asked: AtomicUsize::new(0),
        }
    }

    pub fn clients(&self) -> [Client; 2] {
        self.public.each_ref().map(|url| Client::anonymous(url))
    }

    /// `xorb rate-limits set`, as an operator would.
    pub fn set(&self, policy: &str, window: &str, mode: &str) {
        self.xorb(&["rate-limits", "set", policy, window, "--mode", mode]);
    }

    pub fn xorb(&self, arguments: &[&str]) -> String {
        let environment = self.stores.lock().unwrap().environment();
        let (status, output) = XorbProcess::start(arguments, &environment).exit();
        assert!(status.success(), "{output}");
        output
    }

    /// Waits until both processes keep to a policy of this name.
    pub async fn until_in_force(&self, policy: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        for client in self.clients() {
            loop {
                self.asked.fetch_add(1, Ordering::Relaxed);
                let answer = client.graphql(QUERY, json!({})).await;
                let policies = answer.headers["ratelimit-policy"].to_str().unwrap();
                if policies.contains(policy) {
                    break;
                }
                self.asked.fetch_sub(1, Ordering::Relaxed);
                assert!(Instant::now() < deadline, "never in force: {policies}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// How many requests the policy that was waited for has counted already.
    pub fn asked_before(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    pub async fn decisions(&self, process: usize) -> Decisions {
        let url = format!("{}/metrics", self.admin[process]);
        let text = reqwest::get(url).await.unwrap().text().await.unwrap();
        let of = |tier: &str| {
            let start = format!("xorb_rate_limit_decisions_total{{tier=\"{tier}\"}} ");
            let line = text.lines().find_map(|line| line.strip_prefix(&start));
            line.unwrap().parse().unwrap()
        };
        Decisions {
            local: of("local"),
            shared: of("shared"),
            fallback: of("fallback"),
        }
    }

    /// Does something to the Redis server.
    pub fn with_redis(&self, change: impl FnOnce(&mut TestRedis)) {
        match &mut *self.stores.lock().unwrap() {
            Stores::Distributed { redis, .. } => change(redis),
            Stores::Embedded(_) => unreachable!(),
        }
    }

    /// Signs a company up; its owner, at both processes.
    pub async fn owner(&self) -> [Client; 2] {
        let input = json!({
            "tenantName": "Acme", "tenantSlug": "acme", "email": "owner@acme.example", "password": PASSWORD,
            "displayName": "Owner",
        });
        let field = "signUp(input: $input) { session { accessToken } userErrors { code } }";
        let clients = self.clients();
        let answer = clients[0].mutate("SignUpInput", field, input).await;
        let token = answer.text("/signUp/session/accessToken");
        clients.map(|client| client.with_token(&token))
    }
}

/// What came of requests.
#[derive(Debug, Default)]
pub struct Outcome {
    pub admitted: usize,
    pub refused: usize,
    pub failed: usize,
}

/// Many clients at once, at both processes.
pub struct Load {
    clients: Vec<Client>,
}

impl Load {
    pub fn of(clients: &[Client; 2]) -> Self {
        let clients = (0..16).map(|number| clients[number % 2].clone()).collect();
        Self { clients }
    }

    /// So many requests.
    pub async fn run(&self, requests: usize) -> Outcome {
        let left = Arc::new(AtomicUsize::new(requests));
        let take = |left: &AtomicUsize| {
            let fewer = |left: usize| left.checked_sub(1);
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fewer)
                .is_ok()
        };
        self.run_while(move || take(&left)).await
    }

    /// As many as there is time for.
    pub async fn run_for(&self, time: Duration) -> Outcome {
        let end = Instant::now() + time;
        self.run_while(move || Instant::now() < end).await
    }

    pub async fn run_while(&self, goes_on: impl Fn() -> bool + Clone + Send + 'static) -> Outcome {
        let runs = self.clients.iter().cloned().map(|client| {
            let goes_on = goes_on.clone();
            tokio::spawn(async move {
                let mut outcome = Outcome::default();
                while goes_on() {
                    let answer = client.graphql(QUERY, json!({})).await;
                    match answer.status {
                        200 => outcome.admitted += 1,
                        429 => outcome.refused += 1,
                        _ => outcome.failed += 1,
                    }
                }
                outcome
            })
        });
        let mut total = Outcome::default();
        for run in runs.collect::<Vec<_>>() {
            let outcome = run.await.unwrap();
            total.admitted += outcome.admitted;
            total.refused += outcome.refused;
            total.failed += outcome.failed;
        }
        total
    }
}
