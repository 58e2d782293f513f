//! Processor time to refuse each hostile document, as the whole process spends it: socket, HTTP, gate.

use std::fmt::Write;

use anyhow::{Result, ensure};
use serde_json::json;

use crate::http;
use crate::measurement::{Measurement, median};
use crate::process::Process;

const ROUNDS: usize = 3;

/// The kernel counts processor time in ticks of 10 ms, so that many requests make one measurement.
const REQUESTS: u32 = 200;

/// Measures each document.
///
/// # Errors
/// If the program does not refuse one, or does not live on.
pub fn run() -> Result<Vec<Measurement>> {
    let mut process = Process::start()?;
    process.wait_until_ready()?;
    let mut cases = Vec::new();
    for (name, document) in documents() {
        let body = serde_json::to_vec(&json!({ "query": document }))?;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let before = process.cpu_ms()?;
            for _ in 0..REQUESTS {
                let status = http::request(process.address(), "POST", "/graphql", &body)?;
                ensure!(
                    (400..500).contains(&status),
                    "{name}: answered {status} instead of refusing"
                );
            }
            rounds.push((process.cpu_ms()? - before) / f64::from(REQUESTS));
        }
        cases.push(Measurement {
            bench: "gate",
            name,
            unit: "CPU ms",
            xorb: median(rounds),
            goal: 5.0,
        });
    }
    process.wait_until_ready()?;
    Ok(cases)
}

fn documents() -> Vec<(String, String)> {
    let mut documents = vec![
        ("fragments that double".to_owned(), doubling_fragments(25)),
        (
            "fragments in a circle".to_owned(),
            "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }".into(),
        ),
        (
            "5,000 aliases".to_owned(),
            repeated("{ ", |text, n| write!(text, "a{n}: __typename "), 5_000),
        ),
        (
            "2,000 directives".to_owned(),
            repeated(
                "{ __typename ",
                |text, _| write!(text, "@skip(if: false) "),
                2_000,
            ),
        ),
    ];
    for levels in [1_000, 10_000, 30_000] {
        let list = format!(
            "{{ node(id: {}{}) {{ id }} }}",
            "[".repeat(levels),
            "]".repeat(levels)
        );
        documents.push((format!("lists, {levels} levels"), list));
    }
    for levels in [1_000, 10_000] {
        let object = format!(
            "{{ node(id: {}1{}) {{ id }} }}",
            "{a:".repeat(levels),
            "}".repeat(levels)
        );
        documents.push((format!("objects, {levels} levels"), object));
    }
    documents
}

/// Each fragment spreads the next one twice: `2^count` fields from a kilobyte.
fn doubling_fragments(count: usize) -> String {
    let mut document = String::from("{...f0}");
    for n in 0..count {
        let _ = write!(
            document,
            "fragment f{n} on Query{{...f{next} ...f{next}}}",
            next = n + 1
        );
    }
    let _ = write!(document, "fragment f{count} on Query{{__typename}}");
    document
}

fn repeated(
    start: &str,
    part: impl Fn(&mut String, usize) -> std::fmt::Result,
    count: usize,
) -> String {
    let mut document = String::from(start);
    for n in 0..count {
        let _ = part(&mut document, n);
    }
    document + "}"
}
