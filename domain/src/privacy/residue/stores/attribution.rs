//! Which location of the data map a file or a key belongs to.

use xorb_entities::map::{Store, locations};

/// What ends the name of a canary's file that stands beside a real one.
pub(super) const CANARY: &str = ".canary-";

/// The location of a file, by its path in the data folder.
pub(super) fn file_location(path: &str) -> &'static str {
    let first = path.split('/').next().unwrap_or_default();
    let name = first.split_once(CANARY).map_or(first, |(name, _)| name);
    known("files:", name).unwrap_or("files:other")
}

/// The location of a key, by what follows the prefix.
pub(super) fn key_location(key: &str) -> &'static str {
    let name = key.split(':').next().unwrap_or_default();
    known("redis:", name).unwrap_or("redis:other")
}

fn known(store: &str, name: &str) -> Option<&'static str> {
    let is_it = |location: &&str| location.strip_prefix(store) == Some(name);
    locations().iter().map(|location| location.name).find(is_it)
}

/// What comes behind the store's name, of every location in stores of this kind.
pub(super) fn names_in(store: Store) -> impl Iterator<Item = &'static str> {
    let in_store = locations()
        .iter()
        .filter(move |location| location.store == store);
    in_store.filter_map(|location| location.name.split_once(':').map(|(_, name)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_keys_belong_to_the_locations_of_the_map() {
        assert_eq!(file_location("mail/mail_1.eml"), "files:mail");
        assert_eq!(
            file_location("certificate-keys.json"),
            "files:certificate-keys.json"
        );
        assert_eq!(
            file_location("certificate-keys.json.canary-0a"),
            "files:certificate-keys.json"
        );
        assert_eq!(file_location("notes.txt"), "files:other");
        assert_eq!(key_location("queue:scan"), "redis:queue");
        assert_eq!(key_location("strange"), "redis:other");
    }
}
