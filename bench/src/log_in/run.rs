//! Both parts, against one process over PostgreSQL and Redis.

use anyhow::Result;

use super::{storm, timing};
use crate::installation::Installation;
use crate::measurement::Measurement;

/// Measures both.
///
/// # Errors
/// If something is not installed, or a log-in does not end as it must.
pub fn run() -> Result<Vec<Measurement>> {
    tokio::runtime::Runtime::new()?.block_on(async {
        // Thousands of attempts from one address: what limits them is measured elsewhere.
        let installation = Installation::start(&[("XORB__RATE_LIMIT__MODE", "off")]).await?;
        let mut all = timing::measure(&installation).await?;
        all.extend(storm::measure(&installation.here).await?);
        Ok(all)
    })
}

pub(super) fn case(name: String, unit: &'static str, xorb: f64, goal: f64) -> Measurement {
    Measurement::new("log_in", name, unit, xorb).limit(goal)
}
