//! `xorb quotas set`: what a tenant may have. Also while the service runs.

use anyhow::bail;
use clap::Subcommand;
use xorb_domain::settings::Settings;
use xorb_domain::tenants::quotas::{SetQuotas, set_quotas};

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};

/// What to do with quotas.
#[derive(Debug, Subcommand)]
pub(crate) enum QuotasCommand {
    /// Set quotas of one tenant; what is not given stays
    Set {
        /// The tenant's short name
        #[arg(long, value_name = "SLUG")]
        tenant: String,
        /// Scans in a calendar month
        #[arg(long, value_name = "N")]
        scans_a_month: Option<i32>,
        /// Assets at the same time
        #[arg(long, value_name = "N")]
        assets: Option<i32>,
        /// Scans that run at once, over all workers
        #[arg(long, value_name = "N")]
        running_scans: Option<i32>,
        /// So many jobs in each turn of the workers, to one of others (1 to 100)
        #[arg(long, value_name = "N")]
        job_weight: Option<i32>,
    },
}

/// Does it.
///
/// # Errors
/// If there is no such tenant, or the database is away; then nothing has changed.
pub(crate) async fn quotas(settings: Settings, command: &QuotasCommand) -> anyhow::Result<()> {
    let QuotasCommand::Set {
        tenant,
        scans_a_month,
        assets,
        running_scans,
        job_weight,
    } = command;
    let quotas = SetQuotas {
        scans_a_month: *scans_a_month,
        assets: *assets,
        running_scans: *running_scans,
        job_weight: *job_weight,
    };
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    let application = Box::pin(Application::build(settings, Sources::of_this_machine())).await?;
    set_quotas(application.core(), tenant, quotas).await?;
    println!("The quotas of {tenant} are set; its people see them in the API.");
    Ok(())
}
