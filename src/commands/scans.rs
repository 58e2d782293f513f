//! `xorb scans stop|release`: the platform's kill switch. Also while the service runs: within two seconds no packet
//! leaves any more.

use anyhow::bail;
use xorb_domain::scans::{release_all_scans, stop_all_scans};
use xorb_domain::settings::Settings;

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};

/// Pulls the switch for all tenants.
///
/// # Errors
/// If the database is away; then nothing has been stopped.
pub(crate) async fn stop(settings: Settings) -> anyhow::Result<()> {
    stop_all_scans(open(settings).await?.core()).await?;
    println!("All scans are stopped: running ones end within two seconds, queued ones wait.");
    println!("`xorb scans release --all` lets them go on.");
    Ok(())
}

/// Releases it.
///
/// # Errors
/// If the database is away; then the switch is where it was.
pub(crate) async fn release(settings: Settings) -> anyhow::Result<()> {
    release_all_scans(open(settings).await?.core()).await?;
    println!("Scans are released: queued ones begin.");
    Ok(())
}

async fn open(settings: Settings) -> anyhow::Result<Application> {
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    Application::build(settings, Sources::of_this_machine()).await
}
