//! What this process did with jobs, for `/metrics`.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use xorb_domain::jobs::{JobClass, Outcome};

const ENDS: [&str; 5] = ["succeeded", "failed", "cancelled", "retried", "given_back"];

/// Counts runs by class and end.
#[derive(Debug, Default)]
pub struct JobCounters {
    ended: [[AtomicU64; ENDS.len()]; JobClass::ALL.len()],
    fenced: AtomicU64,
    requeued: AtomicU64,
}

impl JobCounters {
    /// One run that ended.
    pub(super) fn ended(&self, class: JobClass, outcome: Outcome) {
        let end = match outcome {
            Outcome::Succeeded => 0,
            Outcome::Failed(_) => 1,
            Outcome::Cancelled => 2,
            Outcome::Retry(..) => 3,
            Outcome::GivenBack => 4,
        };
        if let Some(counter) = self
            .ended
            .get(class as usize)
            .and_then(|ends| ends.get(end))
        {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One run that lost its lease.
    pub(super) fn fenced(&self) {
        self.fenced.fetch_add(1, Ordering::Relaxed);
    }

    /// Jobs that were taken back from lost workers.
    pub(super) fn requeued(&self, jobs: usize) {
        self.requeued.fetch_add(jobs as u64, Ordering::Relaxed);
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
        ];
        for (name, counter) in plain {
            let _ = writeln!(
                out,
                "# TYPE {name} counter\n{name} {}",
                counter.load(Ordering::Relaxed)
            );
        }
    }
}
