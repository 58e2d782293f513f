//! What a certificate can't vouch for: stores out of reach, straight from the data map.

use serde::{Deserialize, Serialize};
use xorb_entities::map::locations;

/// A store that an erasure does not reach and a scan does not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoreNotAttested {
    pub location: String,
    pub holds: String,
    /// When what it held is gone by itself: a date or a condition.
    pub expires: String,
}

/// All of them, in the map's order.
#[must_use]
pub fn stores_not_attested() -> Vec<StoreNotAttested> {
    locations()
        .iter()
        .filter_map(|of| {
            Some(StoreNotAttested {
                location: of.name.to_owned(),
                holds: of.holds.to_owned(),
                expires: of.expires?.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_journal_and_backups_are_named() {
        let stores = stores_not_attested();
        for name in ["logs", "database:journal", "database:backups"] {
            assert!(stores.iter().any(|of| of.location == name), "{name}");
        }
    }
}
