//! `[telemetry]`: where spans of operations go, and which operations are slow.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::SecretUrl;
use super::durations;
use super::problems::Problems;
use super::section::{Context, Section};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelemetrySettings {
    /// Of an OpenTelemetry collector; empty: nothing is exported.
    pub otlp_endpoint: SecretUrl,
    pub service_name: String,
    /// The part of the operations that is exported.
    pub sample_ratio: f64,
    #[serde(rename = "export_timeout_ms", with = "durations::milliseconds")]
    pub export_timeout: Duration,
    /// Operations that take longer are logged; zero: none.
    #[serde(rename = "slow_operation_ms", with = "durations::milliseconds")]
    pub slow_operation: Duration,
}

impl Section for TelemetrySettings {
    fn complete(&mut self, _: &Context<'_>, problems: &mut Problems) {
        let endpoint = self.otlp_endpoint.expose();
        let is_web = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        if !endpoint.is_empty() && !Url::parse(endpoint).is_ok_and(is_web) {
            problems.add(
                "telemetry.otlp_endpoint",
                "must be the address of a collector that speaks OTLP over HTTP, such as http://127.0.0.1:4318",
            );
        }
        if self.service_name.trim().is_empty() {
            problems.add("telemetry.service_name", "must not be empty");
        }
        problems.check_range("telemetry.sample_ratio", self.sample_ratio, 0.0..=1.0);
        problems.check_range(
            "telemetry.export_timeout_ms",
            self.export_timeout.as_millis(),
            100..=60_000,
        );
        problems.check_range(
            "telemetry.slow_operation_ms",
            self.slow_operation.as_millis(),
            0..=600_000,
        );
    }
}
