//! Watches a job until it has ended.

use std::time::{Duration, Instant};

use anyhow::bail;
use serde_json::json;

use super::api::{Api, number, text};
use super::screen::Screen;

const PAUSE: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(300);
const JOB: &str = "query($id: ID!) { job(id: $id) { state progress { done total unit phase } error { message } } }";

/// Shows the job's progress until it has succeeded.
///
/// # Errors
/// If it ends otherwise.
pub(crate) async fn watch(api: &Api, screen: &Screen, id: &str) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut bar = screen.bar();
    while begun.elapsed() < PATIENCE {
        let answer = api.ask(JOB, json!({ "id": id })).await?;
        let state = text(&answer, "/job/state")?;
        let phase = text(&answer, "/job/progress/phase").unwrap_or_default();
        let total = number(&answer, "/job/progress/total");
        match state.as_str() {
            "SUCCEEDED" => return Ok(()),
            "QUEUED" | "RUNNING" => {
                bar.show(number(&answer, "/job/progress/done"), total, &phase);
            }
            state => {
                let why = text(&answer, "/job/error/message").unwrap_or_default();
                bail!("the job is {state}: {why}");
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("the job {id} did not end in {PATIENCE:?}")
}
