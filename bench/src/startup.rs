//! From the start of the process to `/readyz`, on an empty data directory, and the memory at rest after it.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::measurement::{Measurement, median};
use crate::process::Process;

const ROUNDS: usize = 5;

/// Measures both.
///
/// # Errors
/// If the program does not start.
pub fn run() -> Result<Vec<Measurement>> {
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut process = Process::start()?;
        process.wait_until_ready()?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
        std::thread::sleep(Duration::from_secs(3));
        memory.push(process.memory_mib()?);
    }
    let measured = |name: &str, unit, values, goal| {
        Measurement::new("startup", name, unit, median(values)).limit(goal)
    };
    Ok(vec![
        measured("start to ready, empty data directory", "ms", times, 1_000.0),
        measured("resident memory at rest", "MiB", memory, 64.0),
    ])
}
