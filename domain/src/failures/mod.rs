//! Why work that ran by itself did not succeed: the closed set of codes that jobs, scans, proofs, deliveries and requests
//! carry, with what each means and what to do. Nothing else is ever shown; `docs/errors.md` is written from here.

mod conflicts;
mod deliveries;
mod failure;
mod jobs;
mod requests;
mod scans;

pub use conflicts::CONFLICTS;
pub use deliveries::DELIVERIES;
pub use failure::{Failure, UNKNOWN, failure};
pub use jobs::JOBS;
pub use requests::REQUESTS;
pub use scans::SCANS;
