//! The rules of XORB: who may do what, in one transaction each, with a trace.
//!
//! Everything above (HTTP, GraphQL, workers) calls a function of this crate; everything below is a table. A use case is
//! one file: authorise, check, write rows with audit event and job, commit. Read `ARCHITECTURE.md` first.

pub mod assets;
pub mod audit;
pub mod clock;
pub mod core;
pub mod crypto;
pub mod db;
pub mod error;
pub mod events;
mod expected_version;
pub mod failures;
pub mod findings;
pub mod idempotency;
pub mod identity;
pub mod jobs;
pub mod net;
pub mod paging;
pub mod privacy;
pub mod rate_limits;
pub mod redis_link;
pub mod rng;
pub mod scans;
pub mod secret;
pub mod settings;
pub mod tenants;
pub mod trace_parent;
pub mod webhooks;

pub use self::core::Core;
pub use clock::{Clock, SystemClock, TestClock};
pub use error::{AppError, ErrorCode, UserError, UserErrorCode};
