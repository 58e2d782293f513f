//! The tar inside: written part by part with the manifest last, read back into a folder and compared with the manifest.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use age::stream::StreamWriter;
use anyhow::{Context, anyhow, bail};
use tar::{Archive, Builder, Entry, Header};

use super::copying::Hashed;
use super::key::{Key, damaged};
use super::manifest::{Manifest, Part};
use super::parts::{CHECKPOINTS, DATABASE, MANIFEST, MASTER_KEY};
use super::{Seal, Target};

/// A manifest of ours is a hundredth of this.
const LONGEST_MANIFEST: u64 = 1_024 * 1_024;

/// A backup that is being written.
pub(crate) struct Packing<'a> {
    tar: Builder<StreamWriter<&'a File>>,
    manifest: Manifest,
}

impl<'a> Packing<'a> {
    pub(crate) fn begin(
        target: &'a Target,
        seal: &Seal,
        manifest: Manifest,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            tar: Builder::new(seal.encrypt(target.file())?),
            manifest,
        })
    }

    /// Adds the first `bytes` of `file`: more may be appended to it meanwhile.
    pub(crate) fn add(&mut self, name: &str, file: impl Read, bytes: u64) -> anyhow::Result<()> {
        let mut hashed = Hashed::new(file.take(bytes));
        let header = self.header(bytes);
        append(&mut self.tar, header, name, &mut hashed)?;
        let part = hashed.into_part(name);
        if part.bytes != bytes {
            bail!("{name} became shorter while it was read; try again");
        }
        self.manifest.parts.push(part);
        Ok(())
    }

    /// Ends it with the manifest, which it gives back.
    pub(crate) fn end(mut self) -> anyhow::Result<Manifest> {
        let text = serde_json::to_vec_pretty(&self.manifest)?;
        let header = self.header(text.len() as u64);
        append(&mut self.tar, header, MANIFEST, text.as_slice())?;
        let sealed = self.tar.into_inner().and_then(StreamWriter::finish);
        sealed.context("the backup can't be written")?;
        Ok(self.manifest)
    }

    fn header(&self, bytes: u64) -> Header {
        let mut header = Header::new_gnu();
        header.set_size(bytes);
        header.set_mode(0o600);
        header.set_mtime(self.manifest.taken_at.timestamp().unsigned_abs());
        header
    }
}

fn append(
    tar: &mut Builder<impl Write>,
    mut header: Header,
    name: &str,
    data: impl Read,
) -> anyhow::Result<()> {
    tar.append_data(&mut header, name, data)
        .context("the backup can't be written")
}

/// Decrypts all of `file` into `folder`, and believes nothing of it before its last byte has been read.
///
/// # Errors
/// If it is not whole, or not what the manifest says.
pub(crate) fn unpack(file: &Path, key: &Key, folder: &Path) -> anyhow::Result<Manifest> {
    let mut archive = Archive::new(key.decrypt(file)?);
    let mut found = Vec::new();
    let mut manifest = None;
    for entry in archive.entries().map_err(|_| damaged(file))? {
        let mut entry = entry.map_err(|_| damaged(file))?;
        let name = name_of(&entry).ok_or_else(|| {
            anyhow!(
                "{} is no backup of XORB: it holds something else",
                file.display()
            )
        })?;
        if name == MANIFEST {
            manifest = Some(read_manifest(file, &mut entry)?);
        } else {
            found.push(take_out(file, entry, name, folder)?);
        }
    }
    // The end of the tar is not yet the end of the file, and only its last byte shows that nothing was cut off.
    let rest = io::copy(&mut archive.into_inner(), &mut io::sink());
    rest.map_err(|_| damaged(file))?;
    let manifest: Manifest = manifest.ok_or_else(|| {
        anyhow!(
            "{} is no backup of XORB: it has no manifest",
            file.display()
        )
    })?;
    if manifest.parts != found {
        return Err(damaged(file));
    }
    Ok(manifest)
}

/// If it is one of ours: a file, with one of the names that we give.
fn name_of<R: Read>(entry: &Entry<'_, R>) -> Option<&'static str> {
    let names = [DATABASE, CHECKPOINTS, MASTER_KEY, MANIFEST];
    let path = entry.path_bytes();
    let name = names.into_iter().find(|name| name.as_bytes() == &*path)?;
    entry.header().entry_type().is_file().then_some(name)
}

fn read_manifest(file: &Path, entry: &mut impl Read) -> anyhow::Result<Manifest> {
    let mut text = Vec::new();
    let read = entry.take(LONGEST_MANIFEST).read_to_end(&mut text);
    read.map_err(|_| damaged(file))?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .with_context(|| format!("the manifest of {} can't be read", file.display()))?;
    manifest
        .check_format()
        .with_context(|| file.display().to_string())?;
    Ok(manifest)
}

fn take_out(file: &Path, entry: impl Read, name: &str, folder: &Path) -> anyhow::Result<Part> {
    let path = folder.join(name);
    let unwritable = || format!("{} can't be written", path.display());
    let mut to = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .with_context(unwritable)?;
    let mut from = Hashed::new(entry);
    let mut buffer = vec![0; 64 * 1_024];
    loop {
        let read = from.read(&mut buffer).map_err(|_| damaged(file))?;
        if read == 0 {
            break;
        }
        to.write_all(buffer.get(..read).unwrap_or_default())
            .with_context(unwritable)?;
    }
    to.sync_all().with_context(unwritable)?;
    Ok(from.into_part(name))
}
