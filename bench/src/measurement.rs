//! One measured figure, as a line of JSON.

use serde_json::json;

/// A figure beside the one it must not exceed.
pub struct Measurement {
    /// The benchmark.
    pub bench: &'static str,
    /// What was measured.
    pub name: String,
    /// Its unit.
    pub unit: &'static str,
    /// The median of all rounds.
    pub xorb: f64,
    /// The goal.
    pub goal: f64,
}

impl Measurement {
    /// The line that tools read.
    pub fn json(&self) -> String {
        json!({
            "bench": self.bench, "case": self.name, "unit": self.unit,
            "xorb": round(self.xorb), "goal": self.goal, "better": "lower",
        })
        .to_string()
    }
}

/// The middle of some measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What one of a hundred exceeds.
pub fn p99(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values
        .get(values.len() * 99 / 100)
        .copied()
        .unwrap_or(f64::NAN)
}

fn round(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
