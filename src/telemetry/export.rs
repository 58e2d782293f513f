//! Exports one span for each operation over OTLP (name, kind, hash, cost and request id) and one for each run of a job
//! (kind, ids and attempt), nothing else. What is logged inside of them stays in the log.

use anyhow::Context;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tokio::runtime::Handle;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::{Layer, Registry};
use xorb_domain::settings::TelemetrySettings;

use super::collector_client::CollectorClient;

/// The spans that `api` opens around each operation and `worker` around each run of a job.
const EXPORTED: [&str; 2] = ["operation", "job"];

/// Where the collectors of all vendors take spans.
const PATH: &str = "/v1/traces";

/// The exporter of this process; nothing if no collector is configured.
pub(crate) struct Telemetry(Option<SdkTracerProvider>);

impl Telemetry {
    /// Prepares the export. Nothing is contacted before there is a span.
    ///
    /// # Errors
    /// If the collector's address can't be used.
    pub(crate) fn open(settings: &TelemetrySettings, runtime: &Handle) -> anyhow::Result<Self> {
        let endpoint = settings.otlp_endpoint.expose();
        if endpoint.is_empty() {
            return Ok(Self(None));
        }
        let client = reqwest::Client::builder()
            .timeout(settings.export_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("telemetry")?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(CollectorClient {
                client,
                runtime: runtime.clone(),
            })
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}{PATH}", endpoint.trim_end_matches('/')))
            .with_timeout(settings.export_timeout)
            .build()
            .context("telemetry.otlp_endpoint")?;
        let resource = Resource::builder()
            .with_service_name(settings.service_name.clone())
            .with_attribute(opentelemetry::KeyValue::new(
                "service.version",
                env!("CARGO_PKG_VERSION"),
            ))
            .build();
        // A trusted proxy that has begun a trace has decided for all its parts.
        let ratio = Sampler::TraceIdRatioBased(settings.sample_ratio);
        let sampler = Sampler::ParentBased(Box::new(ratio));
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource)
            .with_sampler(sampler)
            .build();
        Ok(Self(Some(provider)))
    }

    /// What turns spans of operations into exported ones.
    pub(crate) fn layer(&self) -> Option<Box<dyn Layer<Registry> + Send + Sync>> {
        let tracer = self.0.as_ref()?.tracer("xorb");
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_context_activation(false)
            .with_filter(filter_fn(|metadata| {
                metadata.is_span() && EXPORTED.contains(&metadata.name())
            }));
        Some(Box::new(layer))
    }

    /// Sends what is left. Called when nothing runs any more, outside of the runtime.
    pub(crate) fn close(self) {
        if let Some(provider) = self.0
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "the last spans were not exported");
        }
    }
}
