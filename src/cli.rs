//! The command line. Without a command everything runs in one process.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xorb_api::graphql::{operators_sdl, sdl};
use xorb_domain::settings::{Role, Settings, SettingsError, environment_of_this_process};

use crate::commands;
use crate::commands::backup::{Backup, backup};
use crate::commands::certificate_verify::Claim;
use crate::commands::documents::DocumentsCommand;
use crate::commands::jobs::JobsCommand;
use crate::commands::keys::KeysCommand;
use crate::commands::operators::OperatorCommand;
use crate::commands::quotas::QuotasCommand;
use crate::commands::rate_limits::RateLimitsCommand;
use crate::commands::restore::{Restore, restore};
use crate::wrong_use::WrongUse;

/// The configuration or the command line is wrong: nothing has been touched.
const WRONG_USE: u8 = 2;

#[derive(Debug, Parser)]
#[command(version, about = "Penetration testing as a service: the backend", long_about = None)]
#[command(
    after_help = "Without a command, everything runs in this one process, with SQLite and keys under ./data."
)]
pub(crate) struct Cli {
    /// A file with the settings that differ from the defaults; see deploy/config.default.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the main jobs step by step, in a house of its own, then go on serving
    Demo {
        /// End after the tour
        #[arg(long)]
        exit: bool,
    },
    /// Serve the API, over PostgreSQL and Redis; any number of them
    Api,
    /// Run jobs, over PostgreSQL and Redis; any number of them
    Worker,
    /// Ask a process of this machine whether it can work (exit code 0) or not (1); for supervisors
    Probe {
        /// As which process it was started
        #[arg(long = "for", value_enum, default_value = "api", value_name = "ROLE")]
        role: RoleName,
        /// Only whether it is alive
        #[arg(long)]
        live: bool,
    },
    /// Bring the database to this program's schema, or back
    #[command(subcommand)]
    Migrate(MigrateCommand),
    /// Write the database of an embedded installation to one encrypted file, also while it runs; or its keys
    Backup(Backup),
    /// Put back what `xorb backup` wrote, once all of it is verified
    Restore(Restore),
    /// See the keys, and rotate them while the service runs
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Stop all scans of all tenants, or release them
    #[command(subcommand)]
    Scans(ScansCommand),
    /// See the jobs of all tenants, run them again, cancel them, or wait until they are done
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// See and change rate limits; a change counts in every process within seconds
    #[command(subcommand)]
    RateLimits(RateLimitsCommand),
    /// Change what a tenant may have
    #[command(subcommand)]
    Quotas(QuotasCommand),
    /// Make, list and deactivate those who run the platform
    #[command(subcommand)]
    Operator(OperatorCommand),
    /// Print the GraphQL schema
    Schema {
        /// The one of the admin listener
        #[arg(long)]
        operators: bool,
    },
    /// Print every error that a client of the API can get, and what to do
    Errors,
    /// Handle the documents that front ends send by their id
    #[command(subcommand)]
    Documents(DocumentsCommand),
    /// Look at the audit trails
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Look at the certificate of an erasure
    #[command(subcommand)]
    Certificate(CertificateCommand),
    /// Validate or print the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Subcommand)]
enum ScansCommand {
    /// Pull the kill switch
    Stop(OfAllTenants),
    /// Release it: queued scans begin
    Release(OfAllTenants),
}

#[derive(Debug, clap::Args)]
struct OfAllTenants {
    /// Said aloud, because it is about everybody's scans
    #[arg(long, required = true)]
    all: bool,
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Verify whole trails; fails and names the first bad event if one is broken
    Verify {
        /// Only this tenant's
        #[arg(long, value_name = "SLUG")]
        tenant: Option<String>,
        /// The checkpoints outside the database, if not those in the data folder
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum CertificateCommand {
    /// Say whether it is genuine (exit code 0) or not (1), and what it attests; needs no database
    Verify(CertificateToVerify),
}

#[derive(Debug, clap::Args)]
struct CertificateToVerify {
    /// The certificate, the letter with it, or the API's JSON; "-" reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The public keys, if not certificate-keys.json of the data folder
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The 64 digits of the person's letter: shows that the certificate is about their address
    #[arg(long, value_name = "HEX", requires = "address")]
    salt: Option<String>,
    /// The person's e-mail address
    #[arg(long, value_name = "ADDRESS", requires = "salt")]
    address: Option<String>,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Say what is wrong with the configuration, all of it at once
    Check(ForRole),
    /// Print the configuration in force, secrets masked
    Print(ForRole),
}

#[derive(Debug, Subcommand)]
enum MigrateCommand {
    /// Apply what is missing
    Up,
    /// Take back the newest migrations, with all data in their tables
    Down {
        /// How many
        #[arg(long, default_value_t = 1, value_name = "N")]
        steps: u32,
        /// Without it, the command only says what would go
        #[arg(long)]
        yes_delete_the_data: bool,
    },
    /// List all migrations and whether they are applied
    Status,
}

#[derive(Debug, clap::Args)]
struct ForRole {
    /// As which process: it decides what must be set and what "auto" means
    #[arg(
        long = "for",
        value_enum,
        default_value = "embedded",
        value_name = "ROLE"
    )]
    role: RoleName,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum RoleName {
    Embedded,
    Api,
    Worker,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Embedded => Self::Embedded,
            RoleName::Api => Self::Api,
            RoleName::Worker => Self::Worker,
        }
    }
}

/// Runs the program as its arguments and environment say.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xorb: {error:#}");
            let is_wrong_use = error.is::<SettingsError>() || error.is::<WrongUse>();
            if is_wrong_use {
                ExitCode::from(WRONG_USE)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn dispatch(cli: &Cli) -> anyhow::Result<()> {
    match &cli.command {
        None => commands::serve::serve(cli.settings(Role::Embedded)?),
        Some(Command::Demo { exit }) => commands::demo::demo(&cli.settings(Role::Embedded)?, *exit),
        Some(Command::Api) => commands::serve::serve(cli.settings(Role::Api)?),
        Some(Command::Worker) => commands::serve::serve(cli.settings(Role::Worker)?),
        Some(Command::Probe { role, live }) => probe(&cli.settings((*role).into())?, *live),
        Some(Command::Migrate(command)) => {
            let settings = cli.settings(Role::Embedded)?;
            tokio::runtime::Runtime::new()?.block_on(migrate(command, &settings))
        }
        Some(Command::Backup(of)) => backup(&cli.settings(Role::Embedded)?, of),
        Some(Command::Restore(of)) => restore(&cli.settings(Role::Embedded)?, of),
        Some(Command::Keys(command)) => {
            let settings = cli.settings(Role::Embedded)?;
            let done = commands::keys::keys(settings, command);
            tokio::runtime::Runtime::new()?.block_on(Box::pin(done))
        }
        Some(Command::Audit(AuditCommand::Verify { tenant, checkpoint })) => {
            let settings = cli.settings(Role::Embedded)?;
            let verification = commands::audit_verify::audit_verify(
                settings,
                tenant.as_deref(),
                checkpoint.as_deref(),
            );
            tokio::runtime::Runtime::new()?.block_on(verification)
        }
        Some(Command::Scans(command)) => {
            let settings = cli.settings(Role::Embedded)?;
            tokio::runtime::Runtime::new()?.block_on(scans(command, settings))
        }
        Some(Command::Jobs(command)) => {
            let settings = cli.settings(Role::Embedded)?;
            let done = commands::jobs::jobs(settings, command);
            tokio::runtime::Runtime::new()?.block_on(Box::pin(done))
        }
        Some(Command::RateLimits(command)) => {
            let settings = cli.settings(Role::Embedded)?;
            let done = commands::rate_limits::rate_limits(settings, command);
            tokio::runtime::Runtime::new()?.block_on(done)
        }
        Some(Command::Quotas(command)) => {
            let settings = cli.settings(Role::Embedded)?;
            let done = commands::quotas::quotas(settings, command);
            tokio::runtime::Runtime::new()?.block_on(done)
        }
        Some(Command::Operator(command)) => {
            let settings = cli.settings(Role::Embedded)?;
            let done = commands::operators::operators(settings, command);
            tokio::runtime::Runtime::new()?.block_on(done)
        }
        Some(Command::Schema { operators: true }) => print_text(&operators_sdl()),
        Some(Command::Schema { operators: false }) => print_text(&sdl()),
        Some(Command::Errors) => print_text(&xorb_api::errors::reference()),
        Some(Command::Documents(command)) => {
            commands::documents::documents(&cli.settings(Role::Embedded)?, command)
        }
        Some(Command::Certificate(CertificateCommand::Verify(of))) => certificate_verify(of, cli),
        Some(Command::Config(command)) => Ok(config(command, cli)?),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "one of the commands")]
fn print_text(text: &str) -> anyhow::Result<()> {
    print!("{text}");
    Ok(())
}

/// With `--keys` it works on a machine that has no configuration, or a broken one.
fn certificate_verify(of: &CertificateToVerify, cli: &Cli) -> anyhow::Result<()> {
    let keys = match &of.keys {
        Some(keys) => keys.clone(),
        None => cli
            .settings(Role::Embedded)?
            .data_dir
            .join("certificate-keys.json"),
    };
    let claim = of.salt.as_deref().zip(of.address.as_deref());
    let claim = claim.map(|(salt, address)| Claim { salt, address });
    commands::certificate_verify::certificate_verify(&of.file, &keys, claim.as_ref())
}

fn probe(settings: &Settings, live: bool) -> anyhow::Result<()> {
    tokio::runtime::Runtime::new()?.block_on(commands::probe::probe(settings, live))
}

async fn scans(command: &ScansCommand, settings: Settings) -> anyhow::Result<()> {
    match command {
        ScansCommand::Stop(_) => Box::pin(commands::scans::stop(settings)).await,
        ScansCommand::Release(_) => Box::pin(commands::scans::release(settings)).await,
    }
}

async fn migrate(command: &MigrateCommand, settings: &Settings) -> anyhow::Result<()> {
    match command {
        MigrateCommand::Up => commands::migrate::up(settings).await,
        MigrateCommand::Down {
            steps,
            yes_delete_the_data,
        } => commands::migrate::down(settings, *steps, *yes_delete_the_data).await,
        MigrateCommand::Status => commands::migrate::status(settings).await,
    }
}

fn config(command: &ConfigCommand, cli: &Cli) -> Result<(), SettingsError> {
    match command {
        ConfigCommand::Check(role) => commands::config::check(&cli.settings(role.role.into())?),
        ConfigCommand::Print(role) => commands::config::print(&cli.settings(role.role.into())?),
    }
    Ok(())
}

impl Cli {
    fn settings(&self, role: Role) -> Result<Settings, SettingsError> {
        Settings::load(role, self.config.as_deref(), environment_of_this_process())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_free_of_contradictions() {
        Cli::command().debug_assert();
    }
}
