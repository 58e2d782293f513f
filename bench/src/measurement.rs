//! One measured figure, as a line of JSON.

use serde_json::{Map, Value};

/// A figure, beside the one it must not exceed and a peer's in the same run, where there are such. Lower is better.
pub struct Measurement {
    bench: &'static str,
    name: String,
    unit: &'static str,
    xorb: f64,
    limit: Option<f64>,
    peer: Option<(&'static str, f64)>,
}

impl Measurement {
    /// A figure of a benchmark: what was measured, its unit, and the median of all rounds.
    pub fn new(
        bench: &'static str,
        name: impl Into<String>,
        unit: &'static str,
        xorb: f64,
    ) -> Self {
        Self {
            bench,
            name: name.into(),
            unit,
            xorb,
            limit: None,
            peer: None,
        }
    }

    /// What it must not exceed.
    pub fn limit(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// What somebody else needed for the same in the same run.
    pub fn peer(mut self, name: &'static str, value: f64) -> Self {
        self.peer = Some((name, value));
        self
    }

    /// The line that tools read.
    pub fn json(&self) -> String {
        let mut line = Map::new();
        line.insert("bench".to_owned(), self.bench.into());
        line.insert("case".to_owned(), self.name.clone().into());
        line.insert("unit".to_owned(), self.unit.into());
        line.insert("xorb".to_owned(), round(self.xorb).into());
        if let Some((name, value)) = self.peer {
            line.insert("peer".to_owned(), round(value).into());
            line.insert("peer_name".to_owned(), name.into());
        }
        if let Some(limit) = self.limit {
            line.insert("limit".to_owned(), limit.into());
        }
        line.insert("better".to_owned(), "lower".into());
        Value::Object(line).to_string()
    }
}

/// The middle of some measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What this percentage of the measurements does not exceed.
pub fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = values.len() * percent / 100;
    values.get(at).copied().unwrap_or(f64::NAN)
}

fn round(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
