//! What the process writes about itself: text for people on standard error, JSON for machines on standard output.
//!
//! Request ids are fields of the spans, so every line carries them. Nothing personal is logged: statements of the
//! database layers stay off unless a filter asks for them by name, and a panic shows its place, never its words.

use std::io::IsTerminal;

use anyhow::Context;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};
use xorb_domain::settings::{LogFormat, LogSettings};

use crate::telemetry::Telemetry;

/// Libraries that repeat what people sent, or have little to say.
const QUIET: &str = "actix_server=warn,apalis_core=warn,sqlx=warn,sea_orm=warn,sea_orm_migration=warn,hyper=warn,h2=warn";

/// Installs the subscriber of this process.
///
/// # Errors
/// If `log.level` is no filter, or a subscriber is installed already.
pub(crate) fn start(settings: &LogSettings, telemetry: &Telemetry) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(format!("{QUIET},{}", settings.level)).context(
        "log.level: must be a level such as info, or a filter such as \"info,sqlx=warn\"",
    )?;
    // All spans of a line, because the request id is on the outermost.
    let written = match settings.format {
        LogFormat::Json => fmt::layer()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(true)
            .with_filter(filter)
            .boxed(),
        LogFormat::Text => fmt::layer()
            .compact()
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(std::io::stderr)
            .with_filter(filter)
            .boxed(),
    };
    let layers: Vec<_> = telemetry.layer().into_iter().chain([written]).collect();
    let subscriber = tracing_subscriber::registry().with(layers);
    subscriber.try_init().context("logging")?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    Ok(())
}
