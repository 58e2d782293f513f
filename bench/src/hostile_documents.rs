//! Processor time to refuse each document of the published corpus, as the whole process spends it: socket, HTTP, JSON,
//! gate, caller, cost, validation. Somebody known sends them, so that they get as far as they can.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::http;
use crate::measurement::{Measurement, median};
use crate::process::Process;

const ROUNDS: usize = 3;

/// The kernel counts processor time in ticks of 10 ms, so that many requests make one measurement.
const REQUESTS: u32 = 50;

/// For one document.
const GOAL_MS: f64 = 5.0;
/// For the slowest.
const LIMIT_MS: f64 = 50.0;

const SIGN_UP: &str =
    "mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }";

/// Measures each document; tells the middle, the slowest, and each that misses the goal.
///
/// # Errors
/// If the program does not refuse one, or does not live on.
pub fn run() -> Result<Vec<Measurement>> {
    let mut process = Process::start()?;
    process.wait_until_ready()?;
    let token = sign_up(&process)?;
    let mut measured = Vec::new();
    for (name, body) in corpus()? {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let before = process.cpu_ms()?;
            for _ in 0..REQUESTS {
                let (status, _) = http::post_graphql(process.address(), Some(&token), &body)?;
                ensure!(
                    (400..500).contains(&status),
                    "{name}: answered {status} instead of refusing"
                );
            }
            rounds.push((process.cpu_ms()? - before) / f64::from(REQUESTS));
        }
        measured.push((name, median(rounds)));
    }
    process.wait_until_ready()?;
    measured.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    let count = measured.len();
    let middle = median(measured.iter().map(|(_, ms)| *ms).collect());
    let mut cases = vec![case(
        format!("median of {count} documents"),
        middle,
        GOAL_MS,
    )];
    for (place, (name, ms)) in measured.into_iter().rev().enumerate() {
        if place == 0 {
            cases.push(case(format!("slowest: {name}"), ms, LIMIT_MS));
        } else if ms > GOAL_MS || place < 10 {
            cases.push(case(name, ms, GOAL_MS));
        }
    }
    Ok(cases)
}

fn case(name: String, xorb: f64, goal: f64) -> Measurement {
    Measurement::new("hostile_documents", name, "CPU ms", xorb).limit(goal)
}

fn sign_up(process: &Process) -> Result<String> {
    let input = json!({
        "tenantName": "acme", "tenantSlug": "acme", "email": "owner@acme.example",
        "password": "violet-Tram-93-quokka-lantern", "displayName": "Owner", "delivery": "TOKEN",
    });
    let body = serde_json::to_vec(&json!({ "query": SIGN_UP, "variables": { "input": input } }))?;
    let (_, answer) = http::post_graphql(process.address(), None, &body)?;
    let answer: Value = serde_json::from_slice(&answer)?;
    let token = answer.pointer("/data/signUp/session/accessToken");
    let token = token.and_then(Value::as_str);
    Ok(token.context("no session after signing up")?.to_owned())
}

/// Each file without its first line: documents as bodies, bodies as they are.
fn corpus() -> Result<Vec<(String, Vec<u8>)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/hostile_documents");
    let mut corpus = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let bytes = std::fs::read(&path)?;
        let start = bytes.iter().position(|byte| *byte == b'\n');
        let content = bytes.get(start.context("no first line")? + 1..);
        let content = content.unwrap_or_default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let body = if path
            .extension()
            .is_some_and(|extension| extension == "graphql")
        {
            serde_json::to_vec(&json!({ "query": std::str::from_utf8(content)? }))?
        } else {
            content.to_vec()
        };
        corpus.push((name.into_owned(), body));
    }
    corpus.sort();
    Ok(corpus)
}
