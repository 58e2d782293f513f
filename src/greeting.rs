//! What the embedded mode says when it is ready: where it is, what to do next, and what it is not.

use std::fmt::Write;

use crate::application::Application;
use crate::startup::url_of;

pub(crate) fn print(application: &Application) {
    print!("{}", text(application));
}

fn text(application: &Application) -> String {
    let settings = &application.core().settings;
    let http = url_of(settings.http.listen, settings.http.tls().is_some());
    let admin = &settings.admin.public_url;
    let data_dir = settings.data_dir.display();
    let walls = walls(application);
    format!(
        "\nXORB {version} runs, everything in this one process.\n\n  \
           {http}/          what this is, and where to begin\n  \
           {http}/graphql   GraphiQL, with a tab for each step: sign up, prove that an asset is yours, scan it\n  \
           {admin}/          for operators; `xorb operator create` makes the first one\n  \
           {admin}/metrics\n  \
           {data_dir}  database, keys, mails\n\n\
         {walls}\n\
         Stop it with Ctrl-C.\n\n",
        version = env!("CARGO_PKG_VERSION"),
    )
}

/// The honest part: an installation that people rely on should know which wall is missing.
fn walls(application: &Application) -> String {
    let settings = &application.core().settings;
    let mut text = String::from("This mode is for trying and for small installations.\n");
    if settings.database.is_sqlite() {
        text +=
            "Between tenants stand two walls instead of three: SQLite has no row-level security.\n";
    }
    if let Some(fault) = application.weak_wall() {
        let _ = writeln!(text, "The third wall between tenants is weak: {fault}.");
    }
    if settings.redis.url.is_empty() {
        text += "Queue and rate limits live in this process, so there can be one process only. Jobs are in the database.\n";
    }
    text
}
