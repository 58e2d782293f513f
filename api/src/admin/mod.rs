//! The admin listener: health and metrics for every role, a worker included, and the operators' pages and API where there is
//! one. It is never reachable from outside.

mod admin_app;

pub use admin_app::{AdminParts, MetricSource, serve_admin, serve_operators};
