//! `xorb rate-limits list|set|reset`: the policies. Also while the service runs: its processes follow within seconds.

use anyhow::bail;
use sea_orm::ActiveEnum;
use xorb_domain::rate_limits::{
    PolicyName, SetRateLimit, list_rate_limits, reset_rate_limit, set_rate_limit,
};
use xorb_domain::settings::Settings;
use xorb_entities::tenants::PolicyScope;

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};

/// Prints all policies.
///
/// # Errors
/// If the database is away.
pub(crate) async fn list(settings: Settings) -> anyhow::Result<()> {
    let application = open(settings).await?;
    println!("{:<40} {:<8} {:<8} LIMIT/SECONDS", "POLICY", "MODE", "FROM");
    for policy in list_rate_limits(application.core()).await? {
        let (name, mode) = (policy.name.to_string(), policy.mode.to_value());
        let from = if policy.is_set { "operator" } else { "default" };
        println!("{name:<40} {mode:<8} {from:<8} {}", policy.windows_text());
    }
    Ok(())
}

/// Sets a policy.
///
/// # Errors
/// If the input is none that makes sense, or the database is away; then nothing has changed.
pub(crate) async fn set(settings: Settings, input: SetRateLimit) -> anyhow::Result<()> {
    check_operation(&input.name)?;
    let application = open(settings).await?;
    let policy = set_rate_limit(application.core(), input).await?;
    let (name, windows, mode) = (&policy.name, policy.windows_text(), policy.mode.to_value());
    println!("{name} is {windows} ({mode}); every process follows within seconds.");
    Ok(())
}

/// Gives a policy back to its default.
///
/// # Errors
/// If it was not set, or the database is away.
pub(crate) async fn reset(settings: Settings, name: &str) -> anyhow::Result<()> {
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
    Application::build(settings, Sources::of_this_machine()).await
}
