//! The end of the tour: where to go on.

use std::path::Path;

use super::names::Names;
use super::screen::Screen;

/// What is left to know.
pub(crate) struct Farewell<'a> {
    pub(crate) base: &'a str,
    pub(crate) names: &'a Names,
    pub(crate) certificate: &'a Path,
    pub(crate) keys: &'a Path,
    pub(crate) data_dir: &'a Path,
}

/// The address, the log-in, three things to try.
pub(crate) fn farewell(screen: &Screen, of: &Farewell<'_>) {
    let (base, names) = (of.base, of.names);
    // As it was called, so that the lines can be copied.
    let program = std::env::args().next().unwrap_or_else(|| "xorb".to_owned());
    screen.headline("That was the tour. It goes on serving, so look around:");
    screen.line(&format!("{base}/         what this is"));
    screen.line(&format!("{base}/graphql  GraphiQL"));
    screen.line(&format!(
        "log in as {} of {} with the password {}",
        names.olga, names.slug, names.password
    ));
    screen.headline("Three things to try");
    screen.line("1. In GraphiQL, log in and ask what this tour has left in the audit trail:");
    screen.line(
        "   { auditEvents(first: 50) { nodes { seq action object actor { displayName } } } }",
    );
    screen.line("2. Verify Ben's certificate, without this server; then change a letter in the file and verify again:");
    screen.line(&format!(
        "   {program} certificate verify {} --keys {}",
        of.certificate.display(),
        of.keys.display()
    ));
    screen.line("3. Verify every audit trail from outside, while this runs:");
    screen.line(&format!(
        "   XORB__DATA_DIR={} {program} audit verify",
        of.data_dir.display()
    ));
    screen.headline("Ctrl-C ends it. The data stays; the next `xorb demo` adds another company.");
}
