//! Counters of the edge, in the text format of Prometheus. Labels come from closed sets: never ids, names or addresses.

mod duration_histogram;
mod edge_metrics;

pub use duration_histogram::DurationHistogram;
pub use edge_metrics::{EdgeMetrics, RefusalKind};
