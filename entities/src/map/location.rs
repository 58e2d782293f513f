//! Stores that are no tables.

use super::{Category, Erase, Export, Link, LogPolicy, Terms};

/// What kind of store it is, and so how it is read and emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Store {
    /// Keys of Redis that begin with the configured prefix and this name.
    Redis,
    /// A file of the data folder.
    File,
    /// A folder of the data folder.
    Folder,
    /// The memory of a process.
    Memory,
    /// What the program writes to its output.
    Log,
    /// What the database keeps beside its tables.
    DatabaseJournal,
    /// Copies that the operator makes.
    Backup,
}

/// One store: what it holds and what an erasure can do about it.
#[derive(Clone, Copy, Debug)]
pub struct Location {
    pub name: &'static str,
    pub store: Store,
    /// What is in it, in words.
    pub holds: &'static str,
    pub category: Category,
    pub link: Link,
    pub terms: Terms,
    pub erase: Erase,
    pub export: Export,
    pub log: LogPolicy,
    /// When what it held at an erasure is gone by itself, for a store that an erasure cannot reach. The certificate lists
    /// these as not attested.
    pub expires: Option<&'static str>,
}
