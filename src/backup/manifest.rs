//! What a restore must find: written when the parts were, compared before anything is touched, printed by both commands.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::bail;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Changes when an older program could not read what a newer one writes.
const FORMAT: u32 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Database,
    Keys,
}

/// One file of the backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: u32,
    pub(crate) kind: Kind,
    pub(crate) taken_at: DateTime<Utc>,
    /// The program that wrote it.
    version: String,
    pub(crate) parts: Vec<Part>,
    /// The database's migrations, oldest first.
    pub(crate) migrations: Vec<String>,
    /// How many rows each table has.
    pub(crate) rows: BTreeMap<String, u64>,
}

impl Manifest {
    pub(crate) fn new(kind: Kind, taken_at: DateTime<Utc>) -> Self {
        Self {
            format: FORMAT,
            kind,
            taken_at,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            parts: Vec::new(),
            migrations: Vec::new(),
            rows: BTreeMap::new(),
        }
    }

    /// # Errors
    /// If this program is too old for it.
    pub(super) fn check_format(&self) -> anyhow::Result<()> {
        if self.format > FORMAT {
            bail!(
                "it was made by xorb {}, which is newer than this program: restore it with that version",
                self.version
            );
        }
        Ok(())
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken_at = self.taken_at.format("%Y-%m-%dT%H:%M:%SZ");
        writeln!(f, "  taken at {taken_at} by xorb {}", self.version)?;
        if let Some(newest) = self.migrations.last() {
            writeln!(f, "  schema {newest}")?;
        }
        for (table, rows) in self.rows.iter().filter(|(_, rows)| **rows > 0) {
            writeln!(f, "  rows {rows:>9} {table}")?;
        }
        if !self.rows.is_empty() {
            let all = self.rows.values().sum::<u64>();
            writeln!(f, "  rows {all:>9} in all {} tables", self.rows.len())?;
        }
        for Part { name, sha256, .. } in &self.parts {
            writeln!(f, "  sha256 {sha256} {name}")?;
        }
        Ok(())
    }
}
