//! `xorb operator …`: who runs the platform. Also while the service runs.

use anyhow::bail;
use clap::Subcommand;
use xorb_domain::Core;
use xorb_domain::identity::operators::{
    CreateOperator, EnrollmentLink, create_operator, deactivate_operator, list_operators,
    reenroll_operator,
};
use xorb_domain::paging::Page;
use xorb_domain::settings::Settings;

use crate::application::Application;
use crate::startup::{self, DatabaseState, Sources};

/// What to do with operators.
#[derive(Debug, Subcommand)]
pub(crate) enum OperatorCommand {
    /// Make an operator, and print the link to their passkey
    Create {
        /// The e-mail address
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// The name
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// List all operators
    List,
    /// End an operator's access at once
    Deactivate {
        /// The e-mail address
        #[arg(value_name = "ADDRESS")]
        email: String,
    },
    /// Void an operator's passkeys and sessions, and print the link to a new passkey
    Reenroll {
        /// The e-mail address
        #[arg(value_name = "ADDRESS")]
        email: String,
    },
}

/// Does it.
///
/// # Errors
/// If there is no such operator, or one already, or the database is away; then nothing has changed.
pub(crate) async fn operators(settings: Settings, command: &OperatorCommand) -> anyhow::Result<()> {
    if let DatabaseState::NotYet { detail, .. } = startup::look(&settings).await? {
        bail!(detail);
    }
    let application = Box::pin(Application::build(settings, Sources::of_this_machine())).await?;
    let core = application.core();
    match command {
        OperatorCommand::Create { email, name } => {
            let input = CreateOperator {
                email: email.clone(),
                display_name: name.clone(),
            };
            print_link(core, &create_operator(core, input).await?);
        }
        OperatorCommand::List => list(core).await?,
        OperatorCommand::Deactivate { email } => {
            deactivate_operator(core, email).await?;
            println!("{email} is deactivated, and all sessions are over.");
        }
        OperatorCommand::Reenroll { email } => {
            print_link(core, &reenroll_operator(core, email).await?);
        }
    }
    Ok(())
}

fn print_link(core: &Core, link: &EnrollmentLink) {
    let until = link.expires_at.format("%Y-%m-%d %H:%M UTC");
    let base = &core.settings.admin.public_url;
    println!("To be opened once, until {until}, by the operator in person:\n");
    println!("  {base}{}\n", link.path.expose());
    if base.is_empty() {
        println!(
            "This is a path on the admin listener, whose address the service prints when it starts. Set admin.listen or \
             admin.public_url to have the whole link here."
        );
    }
}

async fn list(core: &Core) -> anyhow::Result<()> {
    let mut page = Page::first(100);
    loop {
        let slice = list_operators(core, &page).await?;
        for (position, operator) in &slice.items {
            let state = match (operator.is_active, operator.passkeys) {
                (false, _) => "deactivated".to_owned(),
                (true, 0) => "no passkey yet".to_owned(),
                (true, passkeys) => format!("{passkeys} passkeys"),
            };
            println!("{}  {}  ({state})", operator.email, operator.display_name);
            page.after = Some(*position);
        }
        if !slice.has_next {
            return Ok(());
        }
    }
}
