//! Carries an engine's word of how far it is to the job, without holding the engine up.

use tokio::sync::watch;
use xorb_domain::AppError;
use xorb_domain::jobs::{JobContext, JobError};
use xorb_domain::scans::run::StepTicket;

/// The progress of one step as a part of the whole scan.
pub(super) struct StepProgress<'a> {
    context: &'a JobContext,
    step: &'a StepTicket,
    step_count: u64,
    seen: watch::Sender<(u64, u64)>,
}

impl<'a> StepProgress<'a> {
    pub(super) fn new(context: &'a JobContext, step: &'a StepTicket, step_count: usize) -> Self {
        Self {
            context,
            step,
            step_count: u64::try_from(step_count).unwrap_or(u64::MAX),
            seen: watch::Sender::new((0, 0)),
        }
    }

    /// Takes an engine's word; answers at once.
    pub(super) fn tell(&self, done: u64, total: u64) {
        self.seen.send_replace((done, total));
    }

    /// Writes it to the job, over and over. Returns only if the lease is lost.
    pub(super) async fn report(&self) -> JobError {
        let mut seen = self.seen.subscribe();
        seen.mark_changed();
        while seen.changed().await.is_ok() {
            let (done, total) = *seen.borrow_and_update();
            let percent = percent(self.position(), self.step_count, done, total);
            let written = self
                .context
                .progress
                .report(percent, 100, "percent", &self.step.engine)
                .await;
            match written {
                Err(AppError::Fenced) => return JobError::Fenced,
                Err(error) => tracing::debug!(error = %error.chain(), "progress was not written"),
                Ok(()) => {}
            }
        }
        std::future::pending().await
    }

    fn position(&self) -> u64 {
        u64::try_from(self.step.position).unwrap_or(0)
    }
}

/// How far the whole is: each step is an equal part.
fn percent(position: u64, steps: u64, done: u64, total: u64) -> u64 {
    let within = done.min(total).saturating_mul(100) / total.max(1);
    position.saturating_mul(100).saturating_add(within) / steps.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_goes_from_0_to_100_over_all_steps() {
        assert_eq!(percent(0, 5, 0, 40), 0);
        assert_eq!(percent(0, 5, 40, 40), 20);
        assert_eq!(percent(4, 5, 20, 40), 90);
        assert_eq!(percent(4, 5, 40, 40), 100);
    }

    #[test]
    fn odd_words_of_an_engine_do_no_harm() {
        assert_eq!(percent(0, 0, 1, 0), 0);
        assert_eq!(percent(1, 2, 9, 3), 100);
        assert_eq!(percent(u64::MAX, 1, u64::MAX, 1), u64::MAX);
    }
}
