//! How many requests are open and overdue, over all tenants, for `/metrics`.
//!
//! Counted once a minute, tenant by tenant behind its wall, and kept: asking for metrics costs no query. Tenants are no
//! labels.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::{ActiveEnum, Iterable};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use xorb_entities::privacy::RequestState;

use super::due_alarms::{ALARMS, count_alarmed};
use super::states::has_ended;
use crate::privacy::queries::count_by_state;
use crate::tenants::{TenantScope, every_tenant};
use crate::{AppError, Core};

const COUNTED_EVERY: Duration = Duration::from_secs(60);
/// The numbers as they were counted last.
#[derive(Debug, Default)]
pub struct RequestNumbers(Mutex<Counted>);

#[derive(Clone, Debug, Default)]
struct Counted {
    /// By the state's name.
    open: BTreeMap<String, i64>,
    overdue: i64,
    /// By days, as the alarms have them.
    due_soon: BTreeMap<i32, i64>,
}

impl RequestNumbers {
    /// Counts now.
    ///
    /// # Errors
    /// As the database says; the last numbers stay.
    pub async fn count(&self, core: &Core) -> Result<(), AppError> {
        let mut counted = Counted::default();
        let mut tenants = every_tenant(&core.db);
        while let Some(tenant) = tenants.next().await? {
            counted.add(core, tenant.scope()).await?;
        }
        *self.counted() = counted;
        Ok(())
    }

    /// Appends the numbers in the text format of Prometheus.
    pub fn write(&self, out: &mut String) {
        let counted = self.counted().clone();
        let _ = writeln!(out, "# TYPE xorb_data_subject_requests_open gauge");
        for state in RequestState::iter().filter(|state| !has_ended(*state)) {
            let state = state.to_value();
            let count = counted.open.get(&state).copied().unwrap_or_default();
            let _ = writeln!(
                out,
                "xorb_data_subject_requests_open{{state=\"{state}\"}} {count}"
            );
        }
        let _ = writeln!(
            out,
            "# TYPE xorb_data_subject_requests_overdue gauge\nxorb_data_subject_requests_overdue {}",
            counted.overdue
        );
        let _ = writeln!(out, "# TYPE xorb_data_subject_requests_due_soon gauge");
        for days in ALARMS {
            let count = counted.due_soon.get(&days).copied().unwrap_or_default();
            let _ = writeln!(
                out,
                "xorb_data_subject_requests_due_soon{{within_days=\"{days}\"}} {count}"
            );
        }
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counted {
    async fn add(&mut self, core: &Core, scope: TenantScope) -> Result<(), AppError> {
        let tx = core.db.read(&scope).await?;
        for count in count_by_state(&tx).await? {
            let of_state = self.open.entry(count.state.to_value()).or_default();
            *of_state = of_state.saturating_add(count.count);
            self.overdue = self.overdue.saturating_add(count.overdue);
        }
        for days in ALARMS {
            let of_days = self.due_soon.entry(days).or_default();
            *of_days = of_days.saturating_add(count_alarmed(&tx, days).await?);
        }
        Ok(())
    }
}

/// Counts again and again until `stop`.
pub async fn run_request_numbers(
    core: Arc<Core>,
    numbers: Arc<RequestNumbers>,
    stop: CancellationToken,
) {
    let mut ticks = interval(COUNTED_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = numbers.count(&core).await {
            tracing::warn!(error = %error.chain(), "data-subject requests could not be counted; trying again");
        }
    }
}
