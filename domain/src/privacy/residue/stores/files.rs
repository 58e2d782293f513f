//! Every file under the data folder but keys and the database's own. Mails of other tenants are passed over: their names
//! say whose they are.

use std::io;
use std::path::{Path, PathBuf};

use tokio::fs;
use tokio::io::AsyncReadExt;

use super::attribution::file_location;
use super::chunks::Chunks;
use super::planted_files::PlantedFiles;
use super::unread::unread_files;
use crate::identity::MailFile;
use crate::jobs::Stop;
use crate::privacy::residue::canary::Canary;
use crate::privacy::residue::scan_residue::go_on;
use crate::privacy::residue::tally::{Spot, Tally};
use crate::tenants::TenantScope;
use crate::{AppError, Core};

const READ: usize = 1 << 16;

/// Plants, reads all files, takes the canaries away.
pub(in crate::privacy::residue) async fn scan_files(
    core: &Core,
    scope: &TenantScope,
    canary: &Canary,
    tally: &mut Tally,
    stop: &Stop,
) -> Result<(), AppError> {
    let data_dir = &core.settings.data_dir;
    let unread = unread_files(&core.settings);
    let is_unread = |path: &Path| unread.iter().any(|(other, _)| is_same(path, other));
    let (planted, names) =
        PlantedFiles::plant(data_dir, canary, is_unread).map_err(AppError::unavailable)?;
    for name in &names {
        tally.planted(file_location(name), 1);
    }
    for path in files_under(data_dir).await.map_err(AppError::unavailable)? {
        go_on(stop)?;
        let name = path
            .strip_prefix(data_dir)
            .unwrap_or(&path)
            .display()
            .to_string();
        let owner = path
            .file_name()
            .and_then(|name| MailFile::parse(&name.to_string_lossy()))
            .map(|mail| mail.tenant_id);
        let is_foreign =
            owner.is_some_and(|owner| owner != scope.tenant_id() && owner != canary.id);
        if !is_foreign && !is_unread(&path) {
            scan_file(&path, &name, tally)
                .await
                .map_err(AppError::unavailable)?;
        }
    }
    drop(planted);
    Ok(())
}

async fn scan_file(path: &Path, name: &str, tally: &mut Tally) -> io::Result<()> {
    let mut file = match fs::File::open(path).await {
        // Sent, moved or swept since the folder was listed; a canary of another scan, perhaps.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let location = file_location(name);
    let spot = |column| Spot {
        location,
        column,
        row_key: name,
    };
    tally.location(location).rows += 1;
    tally.read(spot("name"), name.as_bytes(), |_| false);
    let mut chunks = Chunks::default();
    let mut buffer = vec![0; READ];
    loop {
        let length = file.read(&mut buffer).await?;
        let read = buffer.get(..length).unwrap_or_default();
        if read.is_empty() {
            break;
        }
        chunks.add(read, |piece| tally.read(spot("content"), piece, |_| false));
    }
    chunks.finish(|piece| tally.read(spot("content"), piece, |_| false));
    Ok(())
}

/// All files. Links are not followed: what they lead to is not in the folder.
async fn files_under(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries = match fs::read_dir(&folder).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !files.is_empty() => continue,
            entries => entries?,
        };
        while let Some(entry) = entries.next_entry().await? {
            let kind = match entry.file_type().await {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                kind => kind?,
            };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_same(path: &Path, other: &Path) -> bool {
    let full = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    path.file_name() == other.file_name() && full(path) == full(other)
}
