//! What the limits count, in the text format of Prometheus.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// Who decided about a request.
#[derive(Clone, Copy, Debug)]
pub enum Tier {
    /// This process, from what it holds.
    Local,
    /// The shared buckets, in one round trip.
    Shared,
    /// This process alone, because the shared buckets were away.
    Fallback,
}

const TIERS: [&str; 3] = ["local", "shared", "fallback"];

/// Counters of one process.
#[derive(Debug, Default)]
pub struct Counters {
    decisions: [AtomicU64; 3],
    refused: AtomicU64,
    shadowed: AtomicU64,
    away: AtomicU64,
}

impl Counters {
    /// A decision.
    pub fn decided(&self, tier: Tier) {
        if let Some(counter) = self.decisions.get(tier as usize) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many decisions a tier made.
    #[must_use]
    pub fn decisions(&self, tier: Tier) -> u64 {
        let counter = self.decisions.get(tier as usize);
        counter.map_or(0, |counter| counter.load(Ordering::Relaxed))
    }

    /// A request was refused.
    pub fn refused(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// A limit in shadow mode would have refused.
    pub fn shadowed(&self) {
        self.shadowed.fetch_add(1, Ordering::Relaxed);
    }

    /// The shared buckets went away.
    pub fn went_away(&self) {
        self.away.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes all counters.
    pub fn write(&self, out: &mut String) {
        let name = "xorb_rate_limit_decisions_total";
        let _ = writeln!(out, "# TYPE {name} counter");
        for (tier, counter) in TIERS.iter().zip(&self.decisions) {
            let _ = writeln!(
                out,
                "{name}{{tier=\"{tier}\"}} {}",
                counter.load(Ordering::Relaxed)
            );
        }
        for (name, counter) in [
            ("xorb_rate_limit_refusals_total", &self.refused),
            ("xorb_rate_limit_shadow_refusals_total", &self.shadowed),
            ("xorb_rate_limit_store_away_total", &self.away),
        ] {
            let _ = writeln!(
                out,
                "# TYPE {name} counter\n{name} {}",
                counter.load(Ordering::Relaxed)
            );
        }
    }
}
