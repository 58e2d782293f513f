//! Opens them, lets them rest, and changes what some of them follow.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::socket::Socket;
use crate::api::{Api, sign_up, text};
use crate::installation::Installation;
use crate::measurement::{Measurement, median, percentile};
use crate::process::Process;

const IDLE: usize = 1_000;
/// Opened and closed before, so that what is made once is not counted.
const WARM: usize = 100;
const CHANGES: usize = 300;
const REST: Duration = Duration::from_secs(10);

/// Measures all.
///
/// # Errors
/// If something is not installed, or an event does not come.
pub fn run() -> Result<Vec<Measurement>> {
    tokio::runtime::Runtime::new()?.block_on(measure())
}

async fn measure() -> Result<Vec<Measurement>> {
    let installation = Installation::start(&[]).await?;
    let token = sign_up(&installation.here, "bench").await?;
    let api = |process: &Process| Api {
        address: process.address(),
        token: token.clone(),
    };
    let (here, there) = (api(&installation.here), api(&installation.there));
    let jobs = queued_jobs(&here).await?;
    drop(open(&there, jobs.get(..WARM).context("jobs")?).await?);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = installation.there.memory_mib()?;
    let mut sockets = open(&there, &jobs).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let held = installation.there.memory_mib()? - before;
    let before = installation.there.cpu_ms()?;
    tokio::time::sleep(REST).await;
    let used = (installation.there.cpu_ms()? - before) / REST.as_secs_f64();
    let mut followed = sockets.iter_mut().zip(&jobs);
    let near = latencies(&there, &mut followed).await?;
    let far = latencies(&here, &mut followed).await?;
    #[expect(clippy::cast_precision_loss, reason = "a thousand")]
    let each = held * 1_024.0 / IDLE as f64;
    let mut cases = vec![
        case("memory of an idle one, 1,000 open", "KiB", each, 100.0),
        case(
            "processor time of 1,000 idle ones",
            "ms a second",
            used,
            50.0,
        ),
    ];
    cases.extend(near.cases("same process"));
    cases.extend(far.cases("other process"));
    Ok(cases)
}

fn case(name: &str, unit: &'static str, xorb: f64, goal: f64) -> Measurement {
    Measurement::new("subscriptions", name, unit, xorb).limit(goal)
}

/// In milliseconds, for each change.
#[derive(Default)]
struct Latencies {
    /// From sending the mutation: its transaction and its commit are in it.
    from_mutation: Vec<f64>,
    /// From having the mutation's answer; nothing if the event was there before.
    from_answer: Vec<f64>,
}

impl Latencies {
    fn cases(self, place: &str) -> [Measurement; 4] {
        let reached =
            |from: &str, times: f64| case(&format!("{from} to event, {place}"), "ms", times, 50.0);
        [
            reached("mutation p50", median(self.from_mutation.clone())),
            reached("mutation p99", percentile(self.from_mutation, 99)),
            reached("answer p50", median(self.from_answer.clone())),
            reached("answer p99", percentile(self.from_answer, 99)),
        ]
    }
}

/// Invites so many that as many mails wait; the ids of their jobs.
async fn queued_jobs(api: &Api) -> Result<Vec<String>> {
    let query = "mutation($input: InviteUserInput!) { inviteUser(input: $input) { invitation { id } userErrors { message } } }";
    for number in 0..IDLE {
        let input = json!({ "email": format!("p{number}@bench.example"), "roles": ["VIEWER"] });
        let data = api.run(query, json!({ "input": input })).await?;
        text(&data, "/inviteUser/invitation/id")?;
    }
    let query = "query($after: String) { jobs(first: 100, after: $after) { nodes { id state } pageInfo { endCursor } } }";
    let (mut jobs, mut after) = (Vec::new(), Value::Null);
    while jobs.len() < IDLE {
        let data = api.run(query, json!({ "after": after })).await?;
        let nodes = data.pointer("/jobs/nodes").and_then(Value::as_array);
        let nodes = nodes.context("no jobs")?;
        ensure!(!nodes.is_empty(), "only {} jobs wait", jobs.len());
        for node in nodes {
            if text(node, "/state")? == "QUEUED" {
                jobs.push(text(node, "/id")?.to_owned());
            }
        }
        after = data
            .pointer("/jobs/pageInfo/endCursor")
            .cloned()
            .unwrap_or_default();
    }
    jobs.truncate(IDLE);
    Ok(jobs)
}

async fn open(api: &Api, jobs: &[String]) -> Result<Vec<Socket>> {
    let mut sockets = Vec::with_capacity(jobs.len());
    for (number, job_id) in jobs.iter().enumerate() {
        sockets.push(Socket::follow(api, number, job_id).await?);
    }
    Ok(sockets)
}

/// How long changes take to reach who follows them, while all others are idle.
async fn latencies<'s>(
    api: &Api,
    followed: &mut impl Iterator<Item = (&'s mut Socket, &'s String)>,
) -> Result<Latencies> {
    let query =
        "mutation($input: CancelJobInput!) { cancelJob(input: $input) { userErrors { message } } }";
    let mut latencies = Latencies::default();
    for (socket, job_id) in followed.take(CHANGES) {
        let began = Instant::now();
        let hearing = async {
            let state = socket.state().await?;
            ensure!(state == "CANCELLED", "{state}");
            Ok(Instant::now())
        };
        let input = json!({ "input": { "jobId": job_id } });
        let asking = async {
            api.run(query, input).await?;
            Ok(Instant::now())
        };
        let (answered, heard) = tokio::try_join!(asking, hearing)?;
        latencies
            .from_mutation
            .push(milliseconds(heard.duration_since(began)));
        latencies
            .from_answer
            .push(milliseconds(heard.saturating_duration_since(answered)));
    }
    Ok(latencies)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
