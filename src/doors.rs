//! The doors of this process's listeners: watched together, and what `/metrics` says of their certificates.

use std::fmt::Write;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use xorb_api::tls::{Door, Entrance};

/// Those that there are, by the names of their sections in the settings.
pub(crate) struct Doors(Vec<(&'static str, Arc<Door>)>);

impl Doors {
    pub(crate) fn of(http: Option<&Entrance>, admin: &Entrance) -> Self {
        let entrances = [("http", http), ("admin", Some(admin))];
        let doors = entrances
            .into_iter()
            .filter_map(|(name, entrance)| Some((name, Arc::clone(entrance?.door()?))));
        Self(doors.collect())
    }

    /// Looks at their files until `stop`.
    pub(crate) fn watch(&self, stop: &CancellationToken) {
        for (_, door) in &self.0 {
            tokio::spawn(Arc::clone(door).watch(stop.clone()));
        }
    }

    /// When each certificate ends.
    pub(crate) fn write(&self, text: &mut String) {
        if self.0.is_empty() {
            return;
        }
        text.push_str("# TYPE xorb_certificate_not_after_timestamp_seconds gauge\n");
        for (listener, door) in &self.0 {
            // Writing into a text can't fail.
            let _ = writeln!(
                text,
                "xorb_certificate_not_after_timestamp_seconds{{listener=\"{listener}\"}} {}",
                door.not_after()
            );
        }
    }
}
