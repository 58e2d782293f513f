//! The requests against a running application, in both modes.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use super::requests::{Request, Requests, Sender};
use crate::harness::{Answer, Client, Mode, TestApp};

/// In one mode, unless the environment wants more.
const REQUESTS: usize = 1_500;
/// Each with a seed of its own, at the same time.
const CLIENTS: usize = 4;

/// What is refused must not depend on how busy this machine is: a 503 for a full queue is right, and not what is looked for.
const PATIENT: [(&str, &str); 4] = [
    ("XORB__AUTH__PASSWORD_WAIT_SECONDS", "60"),
    ("XORB__DATABASE__ACQUIRE_TIMEOUT_MS", "60000"),
    ("XORB__DATABASE__STATEMENT_TIMEOUT_MS", "60000"),
    ("XORB__HTTP__REQUEST_TIMEOUT_SECONDS", "300"),
];
/// Longer than the program works on a request.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

#[tokio::test]
async fn no_generated_request_is_answered_with_a_5xx_embedded() {
    run(Mode::Embedded).await;
}

#[tokio::test]
async fn no_generated_request_is_answered_with_a_5xx_distributed() {
    run(Mode::Distributed).await;
}

async fn run(mode: Mode) {
    let count = number("XORB_GENERATED_REQUESTS").unwrap_or(REQUESTS);
    let seed = number("XORB_GENERATED_SEED").unwrap_or(1) * 1_000;
    let app = TestApp::start_with(mode, &PATIENT).await;
    let clients = (0..CLIENTS).map(|client| send_all(&app, seed + client, count / CLIENTS));
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (seen, found) in futures_util::future::join_all(clients).await {
        for (code, times) in seen {
            *codes.entry(code).or_default() += times;
        }
        faults.extend(found);
    }
    println!("{mode:?}: {codes:?}");
    assert!(
        faults.is_empty(),
        "{} of {count}:\n{}",
        faults.len(),
        faults.join("\n\n")
    );
    let ran = codes.get("200").copied().unwrap_or_default();
    assert!(ran * 4 > count, "only {ran} of {count} ran: {codes:?}");
    app.abandon().await;
}

/// How often each status and code was seen, and what should not have been.
async fn send_all(
    app: &TestApp,
    seed: usize,
    count: usize,
) -> (BTreeMap<String, usize>, Vec<String>) {
    let mut requests = Requests::new(seed as u64);
    let mut people = People::new(app, seed).await;
    let (mut codes_seen, mut faults): (BTreeMap<String, usize>, _) = (BTreeMap::new(), Vec::new());
    for number in 0..count {
        let request = requests.make();
        let answer = people.send(&request).await;
        *codes_seen.entry(answer.status.to_string()).or_default() += 1;
        for code in codes(&answer) {
            *codes_seen.entry(code.to_owned()).or_default() += 1;
        }
        let is_ours = answer.status >= 500 || codes(&answer).any(|code| code == "INTERNAL");
        if is_ours || !answer.body.is_object() {
            faults.push(format!(
                "seed {seed}, number {number}: {request:?}\n{answer:?}"
            ));
        }
        requests.learn(&answer.body.to_string());
        if answer.code() == Some("UNAUTHENTICATED") && request.sender != Sender::Nobody {
            people.replace(app, request.sender).await;
        }
    }
    (codes_seen, faults)
}

/// Who sends. A generated request may end a session or deactivate its owner: then another one comes.
struct People {
    owner: Client,
    other: Client,
    nobody: Client,
    seed: usize,
    replaced: usize,
}

impl People {
    async fn new(app: &TestApp, seed: usize) -> Self {
        Self {
            owner: app.sign_up(&format!("acme{seed}")).await,
            other: app.sign_up(&format!("rival{seed}")).await,
            nobody: app.anonymous(),
            seed,
            replaced: 0,
        }
    }

    async fn replace(&mut self, app: &TestApp, sender: Sender) {
        self.replaced += 1;
        let slug = format!("next{}-{}", self.seed, self.replaced);
        let person = app.sign_up(&slug).await;
        match sender {
            Sender::OtherTenant => self.other = person,
            Sender::Owner | Sender::Nobody => self.owner = person,
        }
    }

    async fn send(&self, request: &Request) -> Answer {
        let client = match request.sender {
            Sender::Nobody => &self.nobody,
            Sender::Owner => &self.owner,
            Sender::OtherTenant => &self.other,
        };
        let post = client
            .request(Method::POST, "/graphql")
            .header("content-type", "application/json")
            .header("accept", "application/graphql-response+json")
            .timeout(LONGEST_WAIT);
        Answer::of(post.body(request.body.clone()).send().await.unwrap()).await
    }
}

fn codes(answer: &Answer) -> impl Iterator<Item = &str> {
    let errors = answer.body["errors"].as_array();
    let errors = errors.into_iter().flatten();
    errors.filter_map(|error: &Value| error.pointer("/extensions/code")?.as_str())
}

#[expect(
    clippy::disallowed_methods,
    reason = "how many and which requests is said from outside"
)]
fn number(name: &str) -> Option<usize> {
    std::env::var(name).ok()?.parse().ok()
}
