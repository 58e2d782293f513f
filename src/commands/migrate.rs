//! `xorb migrate`: the schema, as its owner. The only commands that need the owner's log-in.

use anyhow::{Context, bail};
use sea_orm::DatabaseConnection;
use xorb_domain::settings::Settings;

use crate::startup::{self, DataDirInUse};

/// Brings the schema to this program's version.
pub(crate) async fn up(settings: &Settings) -> anyhow::Result<()> {
    let (owner, _data_dir) = connect(settings).await?;
    let login = startup::login_role(settings);
    xorb_migration::up(&owner, login.as_deref()).await?;
    println!("The schema is current.");
    if let Some(login) = login {
        println!("The log-in role `{login}` may use it.");
    }
    Ok(())
}

/// Takes back the newest migrations. Their tables go with everything in them.
pub(crate) async fn down(
    settings: &Settings,
    steps: u32,
    is_confirmed: bool,
) -> anyhow::Result<()> {
    let (owner, _data_dir) = connect(settings).await?;
    let states = xorb_migration::status(&owner).await?;
    let newest: Vec<_> = states
        .iter()
        .rev()
        .filter(|state| state.applied)
        .take(steps as usize)
        .collect();
    if newest.is_empty() {
        println!("There is nothing to take back.");
        return Ok(());
    }
    let names = newest
        .iter()
        .map(|state| state.name.as_str())
        .collect::<Vec<_>>()
        .join("\n  ");
    if !is_confirmed {
        bail!(
            "this deletes all data in the tables of\n  {names}\nAdd --yes-delete-the-data if that is meant."
        );
    }
    xorb_migration::down(&owner, steps).await?;
    println!("Taken back:\n  {names}");
    Ok(())
}

/// Lists the migrations of this program.
pub(crate) async fn status(settings: &Settings) -> anyhow::Result<()> {
    let (owner, _data_dir) = connect(settings).await?;
    for state in xorb_migration::status(&owner).await? {
        println!(
            "{}  {}",
            if state.applied { "applied" } else { "pending" },
            state.name
        );
    }
    Ok(())
}

async fn connect(settings: &Settings) -> anyhow::Result<(DatabaseConnection, DataDirInUse)> {
    let data_dir = startup::prepare_data_dir(settings)?;
    let url = &settings.database.migration_url;
    let owner = startup::connect(url).await;
    let owner = owner.with_context(|| format!("{url} can't be reached"))?;
    Ok((owner, data_dir))
}
