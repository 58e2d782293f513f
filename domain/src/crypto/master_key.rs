//! The master key: a file of mode 0600 with one line a generation, `generation base64`. All of them unwrap; which one wraps,
//! the keyring knows.
//!
//! It is created only for an empty database, and never replaced: whoever loses it loses what it wraps, so a missing or
//! damaged file must stop the program instead of being papered over by a new key.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use thiserror::Error;
use zeroize::Zeroizing;

use super::DataKey;
use crate::rng::{Rng, random_bytes};

const HEAD: &str = "# XORB master key. Keep a copy in a safe place: without it, what it protects is lost.\n\
                    # One line a generation: number and 32 bytes in base64. Never take one out: old ones still open things.\n";

/// What is wrong with the master key, and what to do.
#[derive(Debug, Error)]
pub enum MasterKeyError {
    /// There is none, although the database holds data that needs it.
    #[error(
        "the master key {path} is missing, but the database holds data that is encrypted with it. \
         Put the file back, from a backup if need be; a new key could not read that data"
    )]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// Others than the owner may read or change it.
    #[error("the master key {path} has mode {mode:04o}: others may read it. Run: chmod 600 {path}")]
    Permissions {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A line can't be read.
    #[error("the master key {path}, line {line}: {reason}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is expected.
        reason: &'static str,
    },
    /// It is a link, such as a mounted secret: who made it must change it.
    #[error(
        "the master key {path} is a link or not to be written here. Add the line \"{next} <32 random bytes in base64>\" \
         where it comes from, for example: echo \"{next} $(openssl rand -base64 32)\""
    )]
    Elsewhere {
        /// The link.
        path: PathBuf,
        /// The number of the generation to add.
        next: u32,
    },
    /// It holds no generation.
    #[error(
        "the master key {path} is empty. Put back the file that this installation was made with"
    )]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file system says no.
    #[error("the master key {path} can't be read or written: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// All generations of the master key, of which there is at least one.
#[derive(Clone, Debug)]
pub struct MasterKey {
    /// `None`: it is in no file.
    path: Option<PathBuf>,
    first: (u32, DataKey),
    generations: BTreeMap<u32, DataKey>,
}

impl MasterKey {
    /// Reads the key file; creates it if it is missing and `is_database_empty`.
    ///
    /// # Errors
    /// Says what is wrong with the file and what to do.
    pub fn load_or_create(
        path: &Path,
        is_database_empty: bool,
        rng: &dyn Rng,
    ) -> Result<Self, MasterKeyError> {
        match std::fs::metadata(path) {
            Ok(_) => Self::load(path),
            Err(error) if error.kind() != ErrorKind::NotFound => Err(io(path, error)),
            Err(_) if is_database_empty => {
                create(path, rng)?;
                Self::load(path)
            }
            Err(_) => Err(MasterKeyError::Missing { path: path.into() }),
        }
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// Says what is wrong with the file and what to do.
    pub fn load(path: &Path) -> Result<Self, MasterKeyError> {
        let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => MasterKeyError::Missing { path: path.into() },
            _ => io(path, error),
        })?;
        let mode = metadata.permissions().mode() & 0o7777;
        // What root hands to a group of our own (0440), as Kubernetes does with a mounted secret, nobody else can read either.
        let is_handed_over = metadata.uid() == 0 && metadata.gid() != 0;
        let forbidden = if is_handed_over { 0o037 } else { 0o077 };
        if mode & forbidden != 0 {
            return Err(MasterKeyError::Permissions {
                path: path.into(),
                mode,
            });
        }
        let text = Zeroizing::new(std::fs::read_to_string(path).map_err(|error| io(path, error))?);
        Self::parse(path, &text)
    }

    /// A key of one generation that is in no file.
    #[must_use]
    pub fn generate(rng: &dyn Rng) -> Self {
        let key = DataKey::generate(rng);
        Self {
            path: None,
            first: (1, key.clone()),
            generations: BTreeMap::from([(1, key)]),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, MasterKeyError> {
        let mut generations = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let malformed = |reason| MasterKeyError::Malformed {
                path: path.into(),
                line: index + 1,
                reason,
            };
            let (generation, key) = parse_line(line).map_err(malformed)?;
            if generations.insert(generation, key).is_some() {
                return Err(malformed("this generation is there twice"));
            }
        }
        let first = generations
            .first_key_value()
            .map(|(generation, key)| (*generation, key.clone()))
            .ok_or_else(|| MasterKeyError::Empty { path: path.into() })?;
        Ok(Self {
            path: Some(path.into()),
            first,
            generations,
        })
    }

    /// The oldest generation, with its number.
    pub(super) fn first(&self) -> (u32, &DataKey) {
        (self.first.0, &self.first.1)
    }

    /// The number of the newest generation.
    pub(super) fn newest(&self) -> u32 {
        let newest = self.generations.last_key_value();
        newest.map_or(self.first.0, |(generation, _)| *generation)
    }

    pub(super) fn generation(&self, generation: u32) -> Option<&DataKey> {
        self.generations.get(&generation)
    }

    /// The numbers of all generations.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.generations.keys().copied()
    }

    /// The same with what its file has got since. What is known already stays, whatever the file says now.
    pub(super) fn read_again(&self) -> Result<Self, MasterKeyError> {
        let mut again = self.clone();
        if let Some(path) = &self.path {
            for (generation, key) in Self::load(path)?.generations {
                again.generations.entry(generation).or_insert(key);
            }
        }
        Ok(again)
    }
}

fn parse_line(line: &str) -> Result<(u32, DataKey), &'static str> {
    let (generation, key) = line
        .split_once(char::is_whitespace)
        .ok_or("expected a generation, a space and the key in base64")?;
    let generation: u32 = generation
        .parse()
        .ok()
        .filter(|generation| *generation > 0 && i32::try_from(*generation).is_ok())
        .ok_or("the generation must be a whole number from 1")?;
    let bytes = Zeroizing::new(
        BASE64
            .decode(key.trim())
            .map_err(|_| "the key is not base64")?,
    );
    let key = DataKey::from_slice(&bytes).ok_or("the key must be 32 bytes long")?;
    Ok((generation, key))
}

/// Writes a first generation. Whoever comes second leaves the first one's file as it is.
fn create(path: &Path, rng: &dyn Rng) -> Result<(), MasterKeyError> {
    let folder = folder_of(path);
    let write = || -> std::io::Result<()> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        let scratch = scratch_in(folder, rng);
        let text = Zeroizing::new(format!("{HEAD}{}", new_line(1, rng).as_str()));
        let linked = write_new(&scratch, text.as_bytes())
            .and_then(|()| std::fs::hard_link(&scratch, path))
            .or_else(|error| match error.kind() {
                ErrorKind::AlreadyExists => Ok(()),
                _ => Err(error),
            });
        std::fs::remove_file(&scratch)?;
        linked?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|error| io(path, error))
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn scratch_in(folder: &Path, rng: &dyn Rng) -> PathBuf {
    let name = hex::encode(random_bytes::<8>(rng));
    folder.join(format!(".master-key-{name}"))
}

/// The line of a new generation.
fn new_line(generation: u32, rng: &dyn Rng) -> Zeroizing<String> {
    let key = Zeroizing::new(random_bytes::<32>(rng));
    Zeroizing::new(format!("{generation} {}\n", BASE64.encode(key.as_slice())))
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn io(path: &Path, source: std::io::Error) -> MasterKeyError {
    MasterKeyError::Io {
        path: path.into(),
        source,
    }
}

mod add_generation;
#[cfg(test)]
mod tests;
