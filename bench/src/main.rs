//! Benchmarks: most start the built program and measure it from outside, as an operator would; what has no outside is
//! measured inside.
//!
//! `xorb-bench` runs all, `xorb-bench NAME` one. The last lines are one JSON object for each case.

mod api;
mod erasure;
mod hostile_documents;
mod http;
mod installation;
mod jobs;
mod log_in;
mod measurement;
mod mentions;
mod postgres;
mod process;
mod rate;
mod redis;
mod residue;
mod startup;
mod subscriptions;

use anyhow::{Result, bail};
use measurement::Measurement;

type Benchmark = fn() -> Result<Vec<Measurement>>;

/// Name and function of each benchmark.
const BENCHMARKS: [(&str, Benchmark); 9] = [
    ("startup", startup::run),
    ("erasure", erasure::run),
    ("hostile_documents", hostile_documents::run),
    ("jobs", jobs::run),
    ("log_in", log_in::run),
    ("mentions", mentions::run),
    ("residue", residue::run),
    ("rate", rate::run),
    ("subscriptions", subscriptions::run),
];

fn main() -> Result<()> {
    let wanted = std::env::args().nth(1);
    let chosen: Vec<_> = BENCHMARKS
        .iter()
        .filter(|(name, _)| wanted.as_deref().is_none_or(|wanted| wanted == *name))
        .collect();
    if chosen.is_empty() {
        bail!(
            "no such benchmark; there are: {}",
            BENCHMARKS.map(|(name, _)| name).join(", ")
        );
    }
    let mut measurements = Vec::new();
    for (name, run) in chosen {
        eprintln!("running {name}");
        measurements.extend(run()?);
    }
    for measurement in &measurements {
        println!("{}", measurement.json());
    }
    Ok(())
}
