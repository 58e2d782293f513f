//! `xorb config`: what the settings are. A configuration that is wrong has been refused before these run.

use xorb_domain::settings::Settings;

pub(crate) fn check(settings: &Settings) {
    println!("The configuration is valid for `{}`.", settings.role);
}

pub(crate) fn print(settings: &Settings) {
    print!("{}", settings.print_masked());
}
