//! Spans of operations to an OpenTelemetry collector, if one is configured.

mod collector_client;
mod export;

pub(crate) use export::Telemetry;
