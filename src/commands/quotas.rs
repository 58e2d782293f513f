//! `xorb quotas set`: what a tenant may have. Also while the service runs.

use anyhow::bail;
use xorb_domain::settings::Settings;
use xorb_domain::tenants::quotas::{SetQuotas, set_quotas};

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};

/// Sets quotas of a tenant.
///
/// # Errors
/// If there is no such tenant, or the database is away; then nothing has changed.
pub(crate) async fn set(settings: Settings, tenant: &str, quotas: SetQuotas) -> anyhow::Result<()> {
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    let application = Application::build(settings, Sources::of_this_machine()).await?;
    set_quotas(application.core(), tenant, quotas).await?;
    println!("The quotas of {tenant} are set; its people see them in the API.");
    Ok(())
}
