//! What a restore puts aside. Nothing is deleted: whoever restored the wrong backup goes back by hand.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sea_orm::sqlx::{ConnectOptions, Connection, Error};

/// A file that was there before, and its new name.
pub(crate) struct Replaced {
    pub(crate) was: PathBuf,
    pub(crate) is: PathBuf,
}

/// Puts the journal of the former database into it, so that it is one file again. One that is too broken for that is kept
/// as it is, with its journal.
///
/// # Errors
/// If another program has it open.
pub(crate) async fn fold_journal(database: &Path) -> anyhow::Result<()> {
    let folded = SqliteConnectOptions::new()
        .filename(database)
        .journal_mode(SqliteJournalMode::Delete)
        .disable_statement_logging()
        .connect()
        .await;
    match folded {
        Ok(connection) => connection.close().await?,
        Err(Error::Database(error)) if error.code().as_deref() == Some(BUSY) => {
            bail!(
                "another program has {} open: end it first",
                database.display()
            )
        }
        Err(_) => {}
    }
    Ok(())
}

/// What SQLite says when somebody else has the file.
const BUSY: &str = "5";

/// What belongs to a database of SQLite, by the end of its name.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Keeps `path` as `path.before-restore-TIME`, if it is there. It is a hard link: until something takes the place of `path` by
/// one rename, that is what it was.
///
/// # Errors
/// As the disk says.
pub(crate) fn set_aside(path: &Path, at: DateTime<Utc>) -> anyhow::Result<Option<Replaced>> {
    if !path.exists() {
        return Ok(None);
    }
    let aside = with_end(
        path,
        &format!(".before-restore-{}", at.format("%Y%m%dT%H%M%SZ")),
    );
    fs::hard_link(path, &aside)
        .with_context(|| format!("{} can't be kept as {}", path.display(), aside.display()))?;
    Ok(Some(Replaced {
        was: path.to_owned(),
        is: aside,
    }))
}

/// The same with a database: what is left of a journal keeps its name beside it.
pub(crate) fn set_database_aside(
    database: &Path,
    at: DateTime<Utc>,
) -> anyhow::Result<Option<Replaced>> {
    let kept = set_aside(database, at)?;
    if let Some(Replaced { was, is }) = &kept {
        for end in BESIDE {
            let beside = with_end(was, end);
            if beside.exists() {
                fs::rename(&beside, with_end(is, end))?;
            }
        }
    }
    Ok(kept)
}

/// Puts a copy of `from` at `to` by one rename, on the disk when the call returns.
pub(crate) fn put(from: &Path, to: &Path) -> anyhow::Result<()> {
    let from = File::open(from).with_context(|| format!("{} can't be read", from.display()))?;
    put_all(from, to)
}

/// The same with a text.
pub(super) fn put_text(text: &str, to: &Path) -> anyhow::Result<()> {
    put_all(text.as_bytes(), to)
}

fn put_all(mut from: impl Read, to: &Path) -> anyhow::Result<()> {
    let scratch = with_end(to, ".new");
    let mut write = || {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&scratch)?;
        io::copy(&mut from, &mut file)?;
        file.sync_all()?;
        fs::rename(&scratch, to)
    };
    write().with_context(|| format!("{} can't be written", to.display()))?;
    sync_folder_of(to)
}

/// So that a rename in it outlives a power cut.
pub(crate) fn sync_folder_of(path: &Path) -> anyhow::Result<()> {
    let folder = path.parent().filter(|path| !path.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.with_context(|| format!("{} can't be written", folder.display()))
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}
