//! Runs the engine of a step.

use xorb_domain::scans::Engine;

use super::{
    EngineReport, StepInput, directory_listing, exposed_files, http_cookies, http_headers,
    tcp_connect,
};

/// The built-in engines change with the program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Runs one step to its end, or until it is stopped. Never fails: what could not be done is in the report.
pub async fn run_step(engine: Engine, input: &StepInput<'_>) -> EngineReport {
    let before = input.connector.traffic();
    let seen = match engine {
        Engine::TcpConnect => tcp_connect::run(input).await,
        Engine::HttpHeaders => http_headers::run(input).await,
        Engine::HttpCookies => http_cookies::run(input).await,
        Engine::ExposedFiles => exposed_files::run(input).await,
        Engine::DirectoryListing => directory_listing::run(input).await,
    };
    let traffic = input.connector.traffic().since(before);
    seen.into_report(engine, VERSION, traffic)
}
