//! What a scan says: which places it read, whether it saw its canaries there, and what it found of a person.

use serde::Serialize;

/// The outcome of one scan for one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResidueReport {
    /// Every place, read or not.
    pub locations: Vec<LocationScan>,
    /// Where the person was found, up to 10,000.
    pub residues: Vec<Residue>,
    /// How often the person was found.
    pub residue_count: u64,
    /// What the database has and the data map lacks, or the other way round. A scan with any of these is void.
    pub unmapped: Vec<String>,
    /// What was not read, and why it may hold something.
    pub not_attested: Vec<NotAttested>,
}

/// One place of a scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LocationScan {
    /// A table, or a store as the data map names it.
    pub name: String,
    /// Canaries that were put there.
    pub planted: u32,
    /// Those that were seen again.
    pub found: u32,
    /// Rows, keys or files that were read.
    pub rows: u64,
    /// Bytes of text that were read.
    pub bytes: u64,
    /// Ciphertexts that nothing opens any more: noise.
    pub unreadable: u64,
}

/// A place in which a person was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Residue {
    /// A table, or a store as the data map names it.
    pub location: String,
    /// The column; `name` or `content` of a key or a file.
    pub column: String,
    /// The row's key without its tenant, joined by `:`; the name of a key or a file.
    pub row_key: String,
    /// How the person was written there.
    pub encoding: &'static str,
}

/// A store that the scan says nothing about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotAttested {
    pub name: String,
    pub reason: String,
}

impl ResidueReport {
    /// Whether the scan proves nothing: it missed a canary, or did not see a place.
    #[must_use]
    pub fn is_void(&self) -> bool {
        !self.unmapped.is_empty()
            || self.locations.is_empty()
            || self.missed_canaries().next().is_some()
    }

    /// The places in which the scan did not see what was put there.
    pub fn missed_canaries(&self) -> impl Iterator<Item = &LocationScan> {
        let is_missed = |location: &&LocationScan| location.found < location.planted;
        self.locations.iter().filter(is_missed)
    }

    /// Canaries found and planted, of all places.
    #[must_use]
    pub fn canaries(&self) -> (u32, u32) {
        self.locations
            .iter()
            .fold((0, 0), |(found, planted), location| {
                (found + location.found, planted + location.planted)
            })
    }
}
