//! `xorb rate-limits list|set|reset`: the policies. Also while the service runs: its processes follow within seconds.

use anyhow::bail;
use clap::{Subcommand, ValueEnum};
use sea_orm::ActiveEnum;
use xorb_domain::rate_limits::{
    PolicyName, SetRateLimit, list_rate_limits, reset_rate_limit, set_rate_limit,
};
use xorb_domain::settings::Settings;
use xorb_entities::tenants::{PolicyMode, PolicyScope};

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};

/// What to do with the policies.
#[derive(Debug, Subcommand)]
pub(crate) enum RateLimitsCommand {
    /// Print all policies
    List,
    /// Set a policy over its default
    Set {
        /// scope/unit or scope:subject/unit: tenant/points, tenant:acme/points, operation:startScan/requests
        #[arg(value_name = "POLICY")]
        name: String,
        /// LIMIT/SECONDS, such as 600/60; all of them count. None: those in force
        #[arg(value_name = "WINDOW")]
        windows: Vec<String>,
        /// What happens above them
        #[arg(long, value_enum, default_value = "enforce", value_name = "MODE")]
        mode: ModeName,
    },
    /// Give a policy back to its default
    Reset {
        /// As `list` prints it
        #[arg(value_name = "POLICY")]
        name: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ModeName {
    Enforce,
    Shadow,
    Off,
}

impl From<ModeName> for PolicyMode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::Enforce => Self::Enforce,
            ModeName::Shadow => Self::Shadow,
            ModeName::Off => Self::Off,
        }
    }
}

/// Does it.
///
/// # Errors
/// If the input is none that makes sense, or the database is away; then nothing has changed.
pub(crate) async fn rate_limits(
    settings: Settings,
    command: &RateLimitsCommand,
) -> anyhow::Result<()> {
    match command {
        RateLimitsCommand::List => Box::pin(list(settings)).await,
        RateLimitsCommand::Set {
            name,
            windows,
            mode,
        } => {
            let (name, windows, mode) = (name.clone(), windows.join(" "), (*mode).into());
            Box::pin(set(
                settings,
                SetRateLimit {
                    name,
                    windows,
                    mode,
                },
            ))
            .await
        }
        RateLimitsCommand::Reset { name } => Box::pin(reset(settings, name)).await,
    }
}

async fn list(settings: Settings) -> anyhow::Result<()> {
    let application = open(settings).await?;
    println!("{:<40} {:<8} {:<8} LIMIT/SECONDS", "POLICY", "MODE", "FROM");
    for policy in list_rate_limits(application.core()).await? {
        let (name, mode) = (policy.name.to_string(), policy.mode.to_value());
        let from = if policy.is_set { "operator" } else { "default" };
        println!("{name:<40} {mode:<8} {from:<8} {}", policy.windows_text());
    }
    Ok(())
}

async fn set(settings: Settings, input: SetRateLimit) -> anyhow::Result<()> {
    check_operation(&input.name)?;
    let application = open(settings).await?;
    let policy = set_rate_limit(application.core(), input).await?;
    let (name, windows, mode) = (&policy.name, policy.windows_text(), policy.mode.to_value());
    println!("{name} is {windows} ({mode}); every process follows within seconds.");
    Ok(())
}

async fn reset(settings: Settings, name: &str) -> anyhow::Result<()> {
    let application = open(settings).await?;
    reset_rate_limit(application.core(), name).await?;
    println!("{name} is at its default again; every process follows within seconds.");
    Ok(())
}

/// A policy for an operation that does not exist would never count, and nobody would notice.
fn check_operation(name: &str) -> anyhow::Result<()> {
    let Ok(PolicyName {
        scope: PolicyScope::Operation,
        subject: Some(operation),
        ..
    }) = name.parse()
    else {
        return Ok(());
    };
    let sdl = xorb_api::graphql::sdl();
    if !["(", ":"]
        .iter()
        .any(|end| sdl.contains(&format!("  {operation}{end}")))
    {
        bail!(
            "there is no operation {operation}: name a root field of the schema, such as startScan"
        );
    }
    Ok(())
}

async fn open(settings: Settings) -> anyhow::Result<Application> {
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    Box::pin(Application::build(settings, Sources::of_this_machine())).await
}
