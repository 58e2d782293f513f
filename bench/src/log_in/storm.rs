//! Fifty clients log in without pause: a cheap query of somebody else must hardly notice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

use super::run::case;
use crate::api::{Api, PASSWORD, sign_up};
use crate::measurement::{Measurement, percentile};
use crate::process::Process;

const CLIENTS: usize = 50;
const QUERIES: usize = 1_000;
/// Calm and storm take turns: a p99 moves threefold by itself on a small machine, and one round says little.
const ROUNDS: usize = 7;

pub(super) async fn measure(process: &Process) -> Result<Vec<Measurement>> {
    let token = sign_up(process, "storm").await?;
    let api = Api {
        address: process.address(),
        token,
    };
    queries(&api, QUERIES / 10).await?;
    let mut ratios = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let calm = percentile(queries(&api, QUERIES).await?, 99);
        let (stormy, log_ins) = beside_a_storm(&api).await?;
        eprintln!("  p99 {calm:.2} ms idle, {stormy:.2} ms beside {log_ins:.0} log-ins a second");
        ratios.push(stormy / calm);
    }
    Ok(vec![case(
        format!("p99 of a cheap query while {CLIENTS} clients log in, median of {ROUNDS} rounds"),
        "times its idle value",
        percentile(ratios, 50),
        3.0,
    )])
}

/// The p99 of the same queries while everybody logs in, and how many did in a second.
async fn beside_a_storm(api: &Api) -> Result<(f64, f64)> {
    let (stop, done) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU32::new(0)),
    );
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| tokio::spawn(log_in(api.address, stop.clone(), done.clone())))
        .collect();
    // The first of them wait for their turn by now.
    while done.load(Ordering::Relaxed) < 10 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let began = Instant::now();
    let before = done.load(Ordering::Relaxed);
    let stormy = percentile(queries(api, QUERIES).await?, 99);
    let log_ins = f64::from(done.load(Ordering::Relaxed) - before) / began.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.await?;
    }
    Ok((stormy, log_ins))
}

/// The times of so many cheap queries one after the other, in milliseconds.
async fn queries(api: &Api, count: usize) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let began = Instant::now();
        api.run("{ viewer { tenant { id } } }", json!({})).await?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(times)
}

/// Logs in until told to stop. Whoever waits too long for a turn is told that there is none, and tries again.
async fn log_in(address: std::net::SocketAddr, stop: Arc<AtomicBool>, done: Arc<AtomicU32>) {
    let api = Api {
        address,
        token: String::new(),
    };
    let query = "mutation($input: LogInInput!) { logIn(input: $input) { session { expiresAt } } }";
    let input =
        json!({ "tenantSlug": "storm", "email": "owner@storm.example", "password": PASSWORD });
    while !stop.load(Ordering::Relaxed) {
        let answer = api.run(query, json!({ "input": input })).await;
        if answer.is_ok() {
            done.fetch_add(1, Ordering::Relaxed);
        }
    }
}
