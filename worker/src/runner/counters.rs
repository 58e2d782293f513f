//! What this process did with jobs, and what there is to do, for `/metrics`. Tenants are no labels.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use xorb_domain::jobs::{JobClass, LiveJobs, Outcome};

use super::histogram::Histogram;

const ENDS: [&str; 5] = ["succeeded", "failed", "cancelled", "retried", "given_back"];

/// Counts runs by class and end.
#[derive(Debug, Default)]
pub struct JobCounters {
    ended: [[AtomicU64; ENDS.len()]; JobClass::ALL.len()],
    waits: [Histogram; JobClass::ALL.len()],
    runs: [Histogram; JobClass::ALL.len()],
    fenced: AtomicU64,
    requeued: AtomicU64,
    lost: AtomicU64,
    live: Mutex<Vec<LiveJobs>>,
}

impl JobCounters {
    /// One run that was begun, so long after it was due.
    pub(super) fn begun(&self, class: JobClass, waited: TimeDelta) {
        if let Some(waits) = self.waits.get(class as usize) {
            waits.note(waited.to_std().unwrap_or_default());
        }
    }

    /// One run that ended.
    pub(super) fn ended(&self, class: JobClass, outcome: Outcome, took: Duration) {
        let end = match outcome {
            Outcome::Succeeded => 0,
            Outcome::Failed(_) => 1,
            Outcome::Cancelled => 2,
            Outcome::Retry(..) => 3,
            Outcome::GivenBack | Outcome::NotBegun => 4,
        };
        if let Some(counter) = self
            .ended
            .get(class as usize)
            .and_then(|ends| ends.get(end))
        {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(runs) = self.runs.get(class as usize) {
            runs.note(took);
        }
    }

    /// How many runs of a class have ended.
    pub(super) fn ended_of(&self, class: JobClass) -> u64 {
        let ends = self.ended.get(class as usize).into_iter().flatten();
        ends.map(|end| end.load(Ordering::Relaxed)).sum()
    }

    /// One run that lost its lease.
    pub(super) fn fenced(&self) {
        self.fenced.fetch_add(1, Ordering::Relaxed);
    }

    /// Jobs that were taken back from lost workers, and those of them that are dead letters now.
    pub(super) fn reconciled(&self, requeued: usize, lost: usize) {
        self.requeued.fetch_add(requeued as u64, Ordering::Relaxed);
        self.lost.fetch_add(lost as u64, Ordering::Relaxed);
    }

    /// What waits and runs, in all processes.
    pub(super) fn live(&self, live: Vec<LiveJobs>) {
        *self.live.lock().unwrap_or_else(PoisonError::into_inner) = live;
    }

    /// Appends all counters in the text format of Prometheus.
    pub fn write(&self, out: &mut String) {
        let _ = writeln!(out, "# TYPE xorb_job_runs_total counter");
        for (class, ends) in JobClass::ALL.iter().zip(&self.ended) {
            for (end, counter) in ENDS.iter().zip(ends) {
                let (class, count) = (class.as_str(), counter.load(Ordering::Relaxed));
                let _ = writeln!(
                    out,
                    "xorb_job_runs_total{{class=\"{class}\",end=\"{end}\"}} {count}"
                );
            }
        }
        let plain = [
            ("xorb_job_runs_fenced_total", &self.fenced),
            ("xorb_jobs_requeued_total", &self.requeued),
            ("xorb_jobs_lost_total", &self.lost),
        ];
        for (name, counter) in plain {
            let count = counter.load(Ordering::Relaxed);
            let _ = writeln!(out, "# TYPE {name} counter\n{name} {count}");
        }
        for (name, histograms) in [
            ("xorb_job_wait_seconds", &self.waits),
            ("xorb_job_run_seconds", &self.runs),
        ] {
            let _ = writeln!(out, "# TYPE {name} histogram");
            for (class, histogram) in JobClass::ALL.iter().zip(histograms) {
                histogram.write(out, name, &format!("class=\"{}\"", class.as_str()));
            }
        }
        self.write_live(out);
    }

    fn write_live(&self, out: &mut String) {
        let live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "# TYPE xorb_jobs gauge");
        for jobs in live.iter() {
            let class = jobs.class.as_str();
            let counts = [
                ("ready", jobs.ready),
                ("delayed", jobs.delayed),
                ("running", jobs.running),
            ];
            for (state, count) in counts {
                let _ = writeln!(
                    out,
                    "xorb_jobs{{class=\"{class}\",state=\"{state}\"}} {count}"
                );
            }
        }
        let _ = writeln!(out, "# TYPE xorb_jobs_oldest_seconds gauge");
        for jobs in live.iter() {
            let (class, oldest) = (jobs.class.as_str(), jobs.oldest.as_seconds_f64());
            let _ = writeln!(
                out,
                "xorb_jobs_oldest_seconds{{class=\"{class}\"}} {oldest}"
            );
        }
    }
}
