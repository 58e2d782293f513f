//! `xorb restore`: what `xorb backup` wrote, put back. It is decrypted and compared with its manifest first; until all of
//! that holds, nothing is touched, and what it replaces is kept under another name.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use xorb_domain::audit::default_file;
use xorb_domain::settings::Settings;

use crate::backup::{
    CHECKPOINTS, DATABASE, Key, Kind, MASTER_KEY, Manifest, Replaced, Scratch, fold_journal,
    inspect, path_of_database, put, set_aside, set_database_aside, sync_folder_of, unpack,
};
use crate::startup::{self, Sources};
use crate::wrong_use::WrongUse;

/// What comes back, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// What `xorb backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file with the secret key of age
    #[arg(
        long,
        value_name = "PATH",
        required_unless_present = "passphrase_file",
        conflicts_with = "passphrase_file"
    )]
    identity: Option<PathBuf>,
    /// Instead of that, the file with the passphrase
    #[arg(long, value_name = "PATH")]
    passphrase_file: Option<PathBuf>,
    /// Also where there is a database (or another master key) already; it is kept under another name
    #[arg(long)]
    replace: bool,
}

/// Restores it.
///
/// # Errors
/// If a process uses the data folder, it is not whole, or not for this key; nothing has been changed then.
pub(crate) fn restore(settings: &Settings, of: &Restore) -> anyhow::Result<()> {
    let database = path_of_database(settings)?;
    let now = Sources::of_this_machine().clock.now();
    let _data_dir = startup::claim_data_dir(settings)?;
    let (scratch, manifest) = verified(&database, of).context("nothing has been changed")?;
    let kept = match manifest.kind {
        Kind::Database => put_database(settings, of, &database, scratch.path(), &manifest, now)?,
        Kind::Keys => put_keys(settings, of, scratch.path(), now)?,
    };
    println!("restored: {}", of.file.display());
    print!("{manifest}");
    for Replaced { was, is } in kept {
        println!("kept: {} as {}", was.display(), is.display());
    }
    if manifest.kind == Kind::Database {
        say_what_is_next(settings, manifest.taken_at);
    }
    Ok(())
}

/// The parts, decrypted and compared.
fn verified(database: &Path, of: &Restore) -> anyhow::Result<(Scratch, Manifest)> {
    let key = match (&of.identity, &of.passphrase_file) {
        (Some(identity), _) => Key::of_identity(identity)?,
        (None, Some(passphrase)) => Key::of_passphrase(passphrase)?,
        (None, None) => return Err(WrongUse::new("say --identity or --passphrase-file").into()),
    };
    let scratch = Scratch::take(database)?;
    let manifest = unpack(&of.file, &key, scratch.path())?;
    if manifest.kind == Kind::Database {
        let copy = scratch.path().join(DATABASE);
        let contents = tokio::runtime::Runtime::new()?.block_on(inspect(&copy));
        let contents = contents.with_context(|| of.file.display().to_string())?;
        if contents.rows != manifest.rows || contents.migrations != manifest.migrations {
            bail!("{} does not hold what its manifest says", of.file.display());
        }
        let known = xorb_migration::names();
        if let Some(newer) = manifest
            .migrations
            .iter()
            .find(|name| !known.contains(name))
        {
            bail!(
                "{} has the schema of a newer program ({newer}): restore it with that version",
                of.file.display()
            );
        }
    }
    Ok((scratch, manifest))
}

/// Everything before the one rename leaves the former database where it is.
fn put_database(
    settings: &Settings,
    of: &Restore,
    database: &Path,
    scratch: &Path,
    manifest: &Manifest,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Replaced>> {
    if database.exists() {
        refuse_unless(of.replace, database)?;
        tokio::runtime::Runtime::new()?.block_on(fold_journal(database))?;
    }
    let checkpoints = default_file(settings);
    let public_keys = settings.data_dir.join("certificate-keys.json");
    let kept = [
        set_aside(&checkpoints, now)?,
        // The next start writes it anew, with the keys that the restored database knows.
        set_aside(&public_keys, now)?,
        set_database_aside(database, now)?,
    ];
    fs::rename(scratch.join(DATABASE), database)
        .with_context(|| format!("{} can't be written", database.display()))?;
    sync_folder_of(database)?;
    // Newer checkpoints would call every restored trail cut off. The kept ones show what the backup lacks.
    if manifest.parts.iter().any(|part| part.name == CHECKPOINTS) {
        put(&scratch.join(CHECKPOINTS), &checkpoints)?;
    } else if checkpoints.exists() {
        fs::remove_file(&checkpoints)?;
    }
    Ok(kept.into_iter().flatten().collect())
}

fn put_keys(
    settings: &Settings,
    of: &Restore,
    scratch: &Path,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Replaced>> {
    let path = &settings.keys.master_key_file;
    let from = scratch.join(MASTER_KEY);
    let mut kept = None;
    if path.exists() {
        if fs::read(path)? == fs::read(&from)? {
            println!("the master key {} is this one already", path.display());
            return Ok(Vec::new());
        }
        refuse_unless(of.replace, path)?;
        kept = set_aside(path, now)?;
    }
    put(&from, path)?;
    Ok(kept.into_iter().collect())
}

fn refuse_unless(is_meant: bool, path: &Path) -> anyhow::Result<()> {
    if is_meant {
        return Ok(());
    }
    Err(WrongUse::new(format!(
        "{} is there already; nothing has been changed. Add --replace if it is to be replaced: it is kept under another name",
        path.display()
    ))
    .into())
}

/// What must lie beside the database before the next start.
fn say_what_is_next(settings: &Settings, taken_at: DateTime<Utc>) {
    let key = &settings.keys.master_key_file;
    if !key.exists() {
        println!(
            "MISSING: the master key {}. Put it back before you start: xorb restore KEYS-FILE",
            key.display()
        );
    }
    let ledger = &settings.privacy.erasure_ledger_file;
    if ledger.exists() {
        println!(
            "the erasure ledger {} stays: what it knows and the backup does not is erased again at the next start, before anybody is served",
            ledger.display()
        );
    } else {
        println!(
            "MISSING: the erasure ledger {}. Put its newest copy there before you start: without it, people who were erased after {} come back",
            ledger.display(),
            taken_at.format("%Y-%m-%dT%H:%M:%SZ")
        );
    }
}
