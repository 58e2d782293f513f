//! How long things took, in fixed buckets.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const BOUNDS_MS: [u64; 10] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000, 10_000];

/// A histogram of durations.
#[derive(Debug, Default)]
pub struct DurationHistogram {
    buckets: [AtomicU64; BOUNDS_MS.len()],
    count: AtomicU64,
    total_us: AtomicU64,
}

impl DurationHistogram {
    /// Counts one.
    pub fn observe(&self, duration: Duration) {
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        let bounds = BOUNDS_MS.iter().zip(&self.buckets);
        if let Some((_, bucket)) = bounds
            .into_iter()
            .find(|(bound, _)| micros <= *bound * 1_000)
        {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.total_us.fetch_add(micros, Ordering::Relaxed);
    }

    /// Writes the histogram; `labels` is empty or ends with a comma.
    pub fn write(&self, out: &mut String, name: &str, labels: &str) {
        let mut below = 0;
        for (bound, bucket) in BOUNDS_MS.iter().zip(&self.buckets) {
            below += bucket.load(Ordering::Relaxed);
            let (seconds, millis) = (bound / 1_000, bound % 1_000);
            let _ = writeln!(
                out,
                "{name}_bucket{{{labels}le=\"{seconds}.{millis:03}\"}} {below}"
            );
        }
        let count = self.count.load(Ordering::Relaxed);
        let total = self.total_us.load(Ordering::Relaxed);
        let bare = labels.trim_end_matches(',');
        let _ = writeln!(out, "{name}_bucket{{{labels}le=\"+Inf\"}} {count}");
        let _ = writeln!(
            out,
            "{name}_sum{{{bare}}} {}.{:06}",
            total / 1_000_000,
            total % 1_000_000
        );
        let _ = writeln!(out, "{name}_count{{{bare}}} {count}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_count_upwards() {
        let histogram = DurationHistogram::default();
        for millis in [1, 3, 30_000] {
            histogram.observe(Duration::from_millis(millis));
        }
        let mut text = String::new();
        histogram.write(&mut text, "x_seconds", "kind=\"query\",");
        for line in [
            "x_seconds_bucket{kind=\"query\",le=\"0.001\"} 1",
            "x_seconds_bucket{kind=\"query\",le=\"0.005\"} 2",
            "x_seconds_bucket{kind=\"query\",le=\"10.000\"} 2",
            "x_seconds_bucket{kind=\"query\",le=\"+Inf\"} 3",
            "x_seconds_sum{kind=\"query\"} 30.004000",
            "x_seconds_count{kind=\"query\"} 3",
        ] {
            assert!(
                text.lines().any(|written| written == line),
                "{line} in {text}"
            );
        }
    }
}
