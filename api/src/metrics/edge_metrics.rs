//! What the edge counts.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_graphql::parser::types::OperationType;

use super::DurationHistogram;

/// Why the edge refused something.
#[derive(Clone, Copy, Debug)]
pub enum RefusalKind {
    /// The document gate or the cost limit.
    Document,
    /// The rate limit by address.
    RateLimit,
    /// The rules for cookies and origins.
    Origin,
    /// Missing or invalid credentials.
    Credentials,
    /// Too much of its class ran at once, or a part was away.
    Load,
}

/// Counters of one process.
#[derive(Debug, Default)]
pub struct EdgeMetrics {
    responses: [AtomicU64; 5],
    refusals: [AtomicU64; 5],
    failed_queries: AtomicU64,
    failed_mutations: AtomicU64,
    subscriptions: AtomicU64,
    queries: DurationHistogram,
    mutations: DurationHistogram,
}

const REFUSAL_NAMES: [&str; 5] = ["document", "rate_limit", "origin", "credentials", "load"];

impl EdgeMetrics {
    /// One HTTP response.
    pub fn response(&self, status: u16) {
        if let Some(counter) = self
            .responses
            .get(usize::from(status / 100).saturating_sub(1))
        {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One refusal.
    pub fn refusal(&self, kind: RefusalKind) {
        if let Some(counter) = self.refusals.get(kind as usize) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One query or mutation that ran.
    pub fn operation(&self, kind: OperationType, succeeded: bool, took: Duration) {
        let (histogram, failed) = match kind {
            OperationType::Mutation => (&self.mutations, &self.failed_mutations),
            _ => (&self.queries, &self.failed_queries),
        };
        histogram.observe(took);
        failed.fetch_add(u64::from(!succeeded), Ordering::Relaxed);
    }

    /// One subscription that started.
    pub fn subscription(&self) {
        self.subscriptions.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes all counters. `sockets` and `tracked_addresses` are gauges that others keep.
    pub fn write(&self, out: &mut String, sockets: usize, tracked_addresses: usize) {
        let mut line = |text: std::fmt::Arguments<'_>| {
            let _ = writeln!(out, "{text}");
        };
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        line(format_args!("# TYPE xorb_http_responses_total counter"));
        for (class, counter) in (1..).zip(&self.responses) {
            line(format_args!(
                "xorb_http_responses_total{{class=\"{class}xx\"}} {}",
                read(counter)
            ));
        }
        line(format_args!("# TYPE xorb_http_refusals_total counter"));
        for (name, counter) in REFUSAL_NAMES.iter().zip(&self.refusals) {
            line(format_args!(
                "xorb_http_refusals_total{{reason=\"{name}\"}} {}",
                read(counter)
            ));
        }
        line(format_args!("# TYPE xorb_operations_failed_total counter"));
        let failed = [
            ("query", &self.failed_queries),
            ("mutation", &self.failed_mutations),
        ];
        for (kind, counter) in failed {
            line(format_args!(
                "xorb_operations_failed_total{{kind=\"{kind}\"}} {}",
                read(counter)
            ));
        }
        line(format_args!("# TYPE xorb_subscriptions_total counter"));
        line(format_args!(
            "xorb_subscriptions_total {}",
            read(&self.subscriptions)
        ));
        line(format_args!("# TYPE xorb_open_sockets gauge"));
        line(format_args!("xorb_open_sockets {sockets}"));
        line(format_args!("# TYPE xorb_rate_limited_addresses gauge"));
        line(format_args!(
            "xorb_rate_limited_addresses {tracked_addresses}"
        ));
        line(format_args!(
            "# TYPE xorb_operation_duration_seconds histogram"
        ));
        self.queries
            .write(out, "xorb_operation_duration_seconds", "kind=\"query\",");
        self.mutations
            .write(out, "xorb_operation_duration_seconds", "kind=\"mutation\",");
    }
}
