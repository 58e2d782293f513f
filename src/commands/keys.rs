//! `xorb keys`: see the keys and rotate them. Also while the service runs: its processes read what has changed by
//! themselves.

use anyhow::bail;
use clap::{Subcommand, ValueEnum};
use xorb_domain::Core;
use xorb_domain::crypto::{
    MasterKey, list_keys, rotate_master_key, rotate_signing_key, rotate_tenant_keys,
    write_certificate_keys,
};
use xorb_domain::rng::SystemRng;
use xorb_domain::settings::Settings;
use xorb_entities::tenants::SigningKeyPurpose;

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};
use crate::wrong_use::WrongUse;

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Say which keys are in use, and how much each generation of the master key wraps
    List,
    /// Add a generation to the master key's file; nothing uses it before `xorb keys rotate master`
    Generate,
    /// Let a new key take over; what the old one sealed or signed stays good
    #[command(subcommand)]
    Rotate(RotateCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum RotateCommand {
    /// The next signing key takes over and a new next one is published
    Signing {
        /// What the keys sign
        #[arg(
            long,
            value_enum,
            default_value = "access-token",
            value_name = "PURPOSE"
        )]
        purpose: KeyPurpose,
        /// Also if the next key has been published for less than a day; tokens may be refused for a while
        #[arg(long)]
        now: bool,
    },
    /// A new key for tenants; the keys of their people are wrapped with it
    Tenant {
        /// The tenant's
        #[arg(long, value_name = "SLUG", required_unless_present = "all")]
        tenant: Option<String>,
        /// Every tenant's
        #[arg(long, conflicts_with = "tenant")]
        all: bool,
    },
    /// The newest generation of the master key's file wraps all keys
    Master {
        /// Every process can read that generation: needed where the file is a secret that each got at its start
        #[arg(long)]
        known_everywhere: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum KeyPurpose {
    AccessToken,
    Certificate,
    Checkpoint,
}

impl From<KeyPurpose> for SigningKeyPurpose {
    fn from(purpose: KeyPurpose) -> Self {
        match purpose {
            KeyPurpose::AccessToken => Self::AccessToken,
            KeyPurpose::Certificate => Self::Certificate,
            KeyPurpose::Checkpoint => Self::Checkpoint,
        }
    }
}

/// Runs one of the commands.
///
/// # Errors
/// If the database or the key file is away, or there is nothing to rotate; then nothing has changed.
pub(crate) async fn keys(settings: Settings, command: &KeysCommand) -> anyhow::Result<()> {
    match command {
        KeysCommand::List => list(open(settings).await?.core()).await,
        KeysCommand::Generate => Box::pin(generate(settings)).await,
        KeysCommand::Rotate(RotateCommand::Signing { purpose, now }) => {
            let application = open(settings).await?;
            rotate_signing(application.core(), (*purpose).into(), *now).await
        }
        KeysCommand::Rotate(RotateCommand::Tenant { tenant, .. }) => {
            let application = open(settings).await?;
            rotate_tenants(application.core(), tenant.as_deref()).await
        }
        KeysCommand::Rotate(RotateCommand::Master { known_everywhere }) => {
            if !known_everywhere && is_handed_out(&settings) {
                let message = "the master key is not in the data folder, so each process may have a copy of its own: restart all of \
                               them after `xorb keys generate`, then say --known-everywhere";
                return Err(WrongUse::new(message).into());
            }
            rotate_master(open(settings).await?.core()).await
        }
    }
}

/// Whether the file is another than the one that all processes of this machine read.
fn is_handed_out(settings: &Settings) -> bool {
    let folder = settings.keys.master_key_file.parent();
    folder != Some(settings.data_dir.as_path())
}

async fn open(settings: Settings) -> anyhow::Result<Application> {
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    Application::build(settings, Sources::of_this_machine()).await
}

async fn list(core: &Core) -> anyhow::Result<()> {
    let keys = list_keys(core).await?;
    for (generation, (is_in_file, wrapped)) in &keys.master {
        let place = if *is_in_file {
            ""
        } else {
            "  MISSING in the file"
        };
        println!("master   generation {generation}: wraps {wrapped} keys{place}");
    }
    let (tenants, newest) = keys.tenants;
    println!("tenants  {tenants} keys, the newest of generation {newest}");
    for key in &keys.signing {
        println!(
            "signing  {}, {}: {}, made {}",
            key.purpose,
            key.state,
            key.kid,
            key.created_at.format("%Y-%m-%d %H:%M UTC")
        );
    }
    Ok(())
}

/// The database is asked too: a generation for no installation would be a mistake in the path.
async fn generate(settings: Settings) -> anyhow::Result<()> {
    let path = settings.keys.master_key_file.clone();
    let is_handed_out = is_handed_out(&settings);
    drop(open(settings).await?);
    let generation = MasterKey::add_generation(&path, &SystemRng::default())?;
    println!(
        "Generation {generation} is in {}: back the file up, apart from the database.",
        path.display()
    );
    if is_handed_out {
        println!("Restart every process, so that it knows the new generation. Then:");
        println!("  xorb keys rotate master --known-everywhere");
    } else {
        println!("`xorb keys rotate master` lets it take over.");
    }
    Ok(())
}

async fn rotate_signing(
    core: &Core,
    purpose: SigningKeyPurpose,
    at_once: bool,
) -> anyhow::Result<()> {
    rotate_signing_key(core, purpose, at_once).await?;
    write_certificate_keys(&core.db, &core.settings.data_dir).await?;
    println!("the next key signs now; a new next one is published");
    Ok(())
}

async fn rotate_tenants(core: &Core, slug: Option<&str>) -> anyhow::Result<()> {
    let report = |rotation: xorb_domain::crypto::TenantKeyRotation| {
        println!(
            "{}: generation {} seals now and wraps the keys of {} people",
            rotation.slug, rotation.generation, rotation.people
        );
    };
    rotate_tenant_keys(core, slug, report).await?;
    println!("Processes that run may use the old keys for five minutes.");
    Ok(())
}

async fn rotate_master(core: &Core) -> anyhow::Result<()> {
    let rotation = rotate_master_key(core).await?;
    println!(
        "generation {} wraps now; {} keys were wrapped anew",
        rotation.generation, rotation.keys
    );
    println!("Leave the old generations in the file: the erasure ledger and backups need them.");
    Ok(())
}
