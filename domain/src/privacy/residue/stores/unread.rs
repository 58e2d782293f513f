//! What a scan does not read, so that it can say so.

use std::path::{Path, PathBuf};

use xorb_entities::map::locations;

use crate::privacy::residue::NotAttested;
use crate::settings::Settings;

/// Files of the data folder that are not read: keys, and SQLite's own, whose contents are read as tables.
pub(super) fn unread_files(settings: &Settings) -> Vec<(PathBuf, &'static str)> {
    let mut files = vec![(
        settings.keys.master_key_file.clone(),
        "key material: random bytes",
    )];
    if settings.database.is_sqlite() {
        let url = settings.database.url.expose();
        let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
        let path = path.split('?').next().unwrap_or_default();
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let reason = "the database itself: its rows are read as tables, its free pages are not";
            files.push((PathBuf::from(format!("{path}{suffix}")), reason));
        }
    }
    files
}

/// Everything that the scan says nothing about.
pub(in crate::privacy::residue) fn not_attested(settings: &Settings) -> Vec<NotAttested> {
    let beyond_reach = locations().iter().filter_map(|location| {
        Some(NotAttested {
            name: location.name.to_owned(),
            reason: format!("out of reach; forgets by itself {}", location.expires?),
        })
    });
    let unread = unread_files(settings)
        .into_iter()
        .filter(|(path, _)| path.is_file())
        .map(|(path, reason)| NotAttested {
            name: format!("files:{}", name_in(&settings.data_dir, &path)),
            reason: reason.to_owned(),
        });
    let elsewhere = (!settings.redis.url.is_empty()).then(|| NotAttested {
        name: "files:of other processes".to_owned(),
        reason: "data folders of processes on other machines, unless they share this one"
            .to_owned(),
    });
    let persisted = (!settings.redis.url.is_empty()).then(|| NotAttested {
        name: "redis:persistence".to_owned(),
        reason: "Redis' own files on its disk, until it rewrites them".to_owned(),
    });
    beyond_reach
        .chain(unread)
        .chain(elsewhere)
        .chain(persisted)
        .collect()
}

fn name_in(data_dir: &Path, path: &Path) -> String {
    path.strip_prefix(data_dir)
        .unwrap_or(path)
        .display()
        .to_string()
}
