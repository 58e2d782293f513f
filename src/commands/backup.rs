//! `xorb backup`: the database of an embedded installation in one encrypted file, also while it runs; or, to another place
//! and for other people, its keys.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context;
use xorb_domain::audit::default_file;
use xorb_domain::settings::Settings;

use crate::backup::{
    Apart, CHECKPOINTS, DATABASE, Kind, MASTER_KEY, Manifest, Packing, Scratch, Seal, Target,
    copy_database, inspect, path_of_database, read_passphrase,
};
use crate::startup::{self, Sources};

/// What goes where.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// What to write; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who can open it: a public key of age (`age-keygen` makes one); several times for several people
    #[arg(
        long,
        value_name = "AGE1…",
        required_unless_present = "passphrase_file",
        conflicts_with = "passphrase_file"
    )]
    recipient: Vec<String>,
    /// Instead of that, a file with a passphrase
    #[arg(long, value_name = "PATH")]
    passphrase_file: Option<PathBuf>,
    /// Only the master key, which no other backup holds; to another folder and for others than the database
    #[arg(long)]
    keys: bool,
}

/// Writes it.
///
/// # Errors
/// If the database is PostgreSQL, FILE is there already, or the disk says no; nothing is left behind then.
pub(crate) fn backup(settings: &Settings, of: &Backup) -> anyhow::Result<()> {
    let database = path_of_database(settings)?;
    let _data_dir = startup::prepare_data_dir(settings)?;
    let kind = if of.keys { Kind::Keys } else { Kind::Database };
    let (seal, openers) = of.seal()?;
    let mut apart = Apart::load(&settings.data_dir)?;
    apart.note(kind, &of.file, &openers)?;
    let target = Target::begin(&of.file)?;
    let manifest = Manifest::new(kind, Sources::of_this_machine().clock.now());
    let manifest = match kind {
        Kind::Database => pack_database(settings, &database, &target, &seal, manifest)?,
        Kind::Keys => pack_keys(settings, &target, &seal, manifest)?,
    };
    apart.save(&settings.data_dir)?;
    let bytes = target.finish()?;
    println!("backed up: {}, {bytes} bytes", of.file.display());
    print!("{manifest}");
    if kind == Kind::Database {
        println!(
            "Not in it: the master key (`xorb backup FILE --keys`) and the erasure ledger, which must stay newer than any backup."
        );
    }
    Ok(())
}

impl Backup {
    /// For whom it is encrypted, and what that is remembered by.
    fn seal(&self) -> anyhow::Result<(Seal, Vec<String>)> {
        match &self.passphrase_file {
            None => Ok((
                Seal::of_recipients(&self.recipient)?,
                self.recipient.clone(),
            )),
            Some(path) => {
                let seal = Seal::of_passphrase(read_passphrase(path)?);
                // A pipe has no path of its own.
                let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                Ok((seal, vec![path.display().to_string()]))
            }
        }
    }
}

fn pack_database(
    settings: &Settings,
    database: &Path,
    target: &Target,
    seal: &Seal,
    mut manifest: Manifest,
) -> anyhow::Result<Manifest> {
    // Read before the database is: no checkpoint may be about an event that the copy lacks.
    let checkpoints = open_checkpoints(settings)?;
    let scratch = Scratch::take(database)?;
    let copy = scratch.path().join(DATABASE);
    let contents = tokio::runtime::Runtime::new()?.block_on(async {
        copy_database(database, &copy).await?;
        inspect(&copy).await
    })?;
    manifest.migrations = contents.migrations;
    manifest.rows = contents.rows;
    let file = File::open(&copy)?;
    // From here on nothing of it outlives this process.
    drop(scratch);
    let mut packing = Packing::begin(target, seal, manifest)?;
    let bytes = file.metadata()?.len();
    packing.add(DATABASE, file, bytes)?;
    if let Some((file, bytes)) = checkpoints {
        packing.add(CHECKPOINTS, file, bytes)?;
    }
    packing.end()
}

/// The file as long as it is now, if there is one.
fn open_checkpoints(settings: &Settings) -> anyhow::Result<Option<(File, u64)>> {
    let path = default_file(settings);
    if !path.exists() {
        return Ok(None);
    }
    let file = File::open(&path).with_context(|| format!("{} can't be read", path.display()))?;
    // Whoever appends holds the lock, so what is read ends with a line.
    file.lock_shared()?;
    let bytes = file.metadata()?.len();
    file.unlock()?;
    Ok(Some((file, bytes)))
}

fn pack_keys(
    settings: &Settings,
    target: &Target,
    seal: &Seal,
    manifest: Manifest,
) -> anyhow::Result<Manifest> {
    let path = &settings.keys.master_key_file;
    let file = File::open(path)
        .with_context(|| format!("the master key {} can't be read", path.display()))?;
    let bytes = file.metadata()?.len();
    let mut packing = Packing::begin(target, seal, manifest)?;
    packing.add(MASTER_KEY, file, bytes)?;
    packing.end()
}
