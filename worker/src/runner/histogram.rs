//! How long something took, in the buckets of Prometheus.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds in milliseconds; the last bucket has none.
const BOUNDS_MS: [u64; 14] = [
    1, 2, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000, 60_000, 300_000, 1_800_000, 7_200_000,
];

/// Counts durations.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    buckets: [AtomicU64; BOUNDS_MS.len() + 1],
    sum_micros: AtomicU64,
}

impl Histogram {
    pub(super) fn note(&self, duration: Duration) {
        let fits = |bound: &u64| duration <= Duration::from_millis(*bound);
        let bucket = BOUNDS_MS.iter().position(fits).unwrap_or(BOUNDS_MS.len());
        if let Some(counter) = self.buckets.get(bucket) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        self.sum_micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Appends its lines. `labels` such as `class="scan"`.
    pub(super) fn write(&self, out: &mut String, name: &str, labels: &str) {
        let mut count = 0;
        for (at, bucket) in self.buckets.iter().enumerate() {
            count += bucket.load(Ordering::Relaxed);
            let bound = BOUNDS_MS
                .get(at)
                .map_or_else(|| "+Inf".to_owned(), |bound| seconds(bound * 1_000));
            let _ = writeln!(out, "{name}_bucket{{{labels},le=\"{bound}\"}} {count}");
        }
        let sum = seconds(self.sum_micros.load(Ordering::Relaxed));
        let _ = writeln!(
            out,
            "{name}_sum{{{labels}}} {sum}\n{name}_count{{{labels}}} {count}"
        );
    }
}

fn seconds(micros: u64) -> String {
    format!("{}", Duration::from_micros(micros).as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_count_everything_up_to_their_bound() {
        let histogram = Histogram::default();
        for millis in [0, 1, 3, 700, 100_000_000] {
            histogram.note(Duration::from_millis(millis));
        }
        let mut text = String::new();
        histogram.write(&mut text, "wait", "class=\"scan\"");
        for line in [
            "wait_bucket{class=\"scan\",le=\"0.001\"} 2",
            "wait_bucket{class=\"scan\",le=\"0.005\"} 3",
            "wait_bucket{class=\"scan\",le=\"1\"} 4",
            "wait_bucket{class=\"scan\",le=\"+Inf\"} 5",
            "wait_sum{class=\"scan\"} 100000.704",
            "wait_count{class=\"scan\"} 5",
        ] {
            assert!(
                text.lines().any(|written| written == line),
                "{line}:\n{text}"
            );
        }
    }
}
