//! The built-in scan engines: functions over a `ScopedConnector` that return plain reports. They know no database; what isn't
//! in a report's coverage was not looked at, and what did not complete is inconclusive, never clean.

mod content_probe;
mod directory_listing;
mod evidence;
mod exposed_files;
mod file_signatures;
mod http_cookies;
mod http_headers;
mod observations;
mod report;
mod run_step;
mod service_table;
mod set_cookie;
mod soft_404;
mod step_input;
mod tcp_connect;
mod visit;

pub use report::{EngineError, EngineReport};
pub use run_step::run_step;
pub use step_input::StepInput;
