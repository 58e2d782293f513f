//! The admin listener: health, metrics and (later) operator routes. The composition root starts it for every role, a
//! worker included; it is never reachable from outside.

mod admin_app;

pub use admin_app::{AdminParts, MetricSource, serve_admin};
