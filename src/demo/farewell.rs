//! The end of the tour: where to go on.

use super::api::Api;
use super::names::Names;
use super::screen::Screen;

/// What is left to know: the address, the log-in, three things to try.
pub(crate) fn farewell(screen: &Screen, api: &Api, names: &Names) {
    let base = api.base();
    screen.headline("That was the tour. It goes on serving, so look around:");
    screen.line(&format!("{base}/         what this is"));
    screen.line(&format!("{base}/graphql  GraphiQL"));
    screen.line(&format!(
        "log in as {} of {} with the password {}",
        names.olga, names.slug, names.password
    ));
    screen.headline("Ctrl-C ends it. The data stays; the next `xorb demo` adds another company.");
}
