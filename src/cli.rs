//! The command line. Without a command everything runs in one process.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use xorb_domain::settings::{Role, Settings, SettingsError, environment_of_this_process};

use crate::commands;

/// The configuration or the command line is wrong: nothing has been touched.
const WRONG_USE: u8 = 2;

#[derive(Debug, Parser)]
#[command(version, about = "Penetration testing as a service: the backend", long_about = None)]
pub(crate) struct Cli {
    /// A file with the settings that differ from the defaults; see deploy/config.default.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Validate or print the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Say what is wrong with the configuration, all of it at once
    Check(ForRole),
    /// Print the configuration in force, secrets masked
    Print(ForRole),
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
            let is_wrong_use = error.is::<SettingsError>();
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
        None => Ok(Cli::command().print_help()?),
        Some(Command::Config(ConfigCommand::Check(role))) => {
            commands::config::check(&cli.settings(role.role.into())?);
            Ok(())
        }
        Some(Command::Config(ConfigCommand::Print(role))) => {
            commands::config::print(&cli.settings(role.role.into())?);
            Ok(())
        }
    }
}

impl Cli {
    fn settings(&self, role: Role) -> Result<Settings, SettingsError> {
        Settings::load(role, self.config.as_deref(), environment_of_this_process())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_free_of_contradictions() {
        Cli::command().debug_assert();
    }
}
