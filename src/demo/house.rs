//! The house of the demo: everything embedded, whatever the configuration says about databases, so that trying it can't touch
//! an installation.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;

use xorb_domain::settings::{LogFormat, Role, Settings, SettingsError};

use crate::startup::Listeners;

/// If a port is taken, so many after it are tried before any free one is taken.
const NEIGHBOURS: u16 = 20;

/// Settings over the folder `data_dir`. Of the configuration only the listeners count, and how to log.
///
/// # Errors
/// If the folder's name can't be a setting.
pub(crate) fn demo_settings(own: &Settings, data_dir: &Path) -> Result<Settings, SettingsError> {
    let format = match own.log.format {
        LogFormat::Text => "text",
        LogFormat::Json => "json",
    };
    // At the usual level the log would talk into the tour.
    let level = match own.log.level.as_str() {
        "info" => "warn",
        level => level,
    };
    let variables = [
        ("XORB__DATA_DIR", data_dir.display().to_string()),
        ("XORB__HTTP__LISTEN", own.http.listen.to_string()),
        ("XORB__ADMIN__LISTEN", own.admin.listen.to_string()),
        ("XORB__LOG__FORMAT", format.to_owned()),
        ("XORB__LOG__LEVEL", level.to_owned()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    Settings::load(Role::Embedded, None, variables)
}

/// Binds the listeners, at the next free port where one is taken. The address that could not be had, if so.
///
/// # Errors
/// As the system says.
pub(crate) fn listen(settings: &mut Settings) -> anyhow::Result<(Listeners, Option<SocketAddr>)> {
    let wanted = settings.http.listen;
    let last = wanted.port().saturating_add(NEIGHBOURS);
    for port in (wanted.port()..=last).chain([0]) {
        settings.http.listen.set_port(port);
        match Listeners::bind(settings) {
            Ok(listeners) => {
                let is_wanted = port == wanted.port();
                return Ok((listeners, (!is_wanted).then_some(wanted)));
            }
            Err(error) if is_taken(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Listeners::bind(settings).map(|listeners| (listeners, Some(wanted)))
}

fn is_taken(error: &anyhow::Error) -> bool {
    let cause = error.root_cause().downcast_ref::<std::io::Error>();
    cause.is_some_and(|error| error.kind() == ErrorKind::AddrInUse)
}
