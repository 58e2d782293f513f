//! `xorb keys rotate`: the next signing key takes over. Also while the service runs: its processes read the keys again.

use anyhow::bail;
use xorb_domain::crypto::{rotate_signing_key, write_certificate_keys};
use xorb_domain::settings::Settings;
use xorb_entities::tenants::SigningKeyPurpose;

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};

/// Rotates the keys of one purpose.
///
/// # Errors
/// If the next key has been published for less than a day, unless `at_once`; if the database is away.
pub(crate) async fn keys_rotate(
    settings: Settings,
    purpose: SigningKeyPurpose,
    at_once: bool,
) -> anyhow::Result<()> {
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    let application = Application::build(settings, Sources::of_this_machine()).await?;
    let core = application.core();
    rotate_signing_key(&core.db, purpose, at_once).await?;
    write_certificate_keys(&core.db, &core.settings.data_dir).await?;
    println!("the next key signs now; a new next one is published");
    Ok(())
}
