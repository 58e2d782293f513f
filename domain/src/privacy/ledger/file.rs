//! The file: lines that are only ever appended, each on the disk when the call returns.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::entry::EntryId;
use super::line::claimed_id;

/// The longest line that is written: some 2,000 subjects.
pub(super) const MAX_LINE: usize = 128 * 1_024;

/// How much of the end is looked through for a line that is there already. An older one would be written twice, which
/// does no harm: whoever reads counts each erasure once.
const TAIL: usize = 2 * MAX_LINE;

/// Appends each of `lines`, unless a genuine line of its id is among the last ones. Several processes may share the file:
/// each locks it while it writes. What a crash has left of a line is completed if it is whole but for its
/// end, and cut off otherwise: whoever wrote it was never told that it was written, and writes it again.
pub(super) fn append(
    path: &Path,
    lines: &[(EntryId, String)],
    is_genuine: impl Fn(&[u8]) -> bool,
) -> io::Result<()> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)?;
    file.lock()?;
    let tail = read_tail(&mut file)?;
    let (ended, torn) = split(&tail);
    let mut text = Vec::new();
    if !torn.is_empty() {
        if is_genuine(torn) {
            text.push(b'\n');
        } else {
            let length = file.metadata()?.len();
            file.set_len(length.saturating_sub(torn.len() as u64))?;
        }
    }
    let known: Vec<(EntryId, &[u8])> = ended
        .split(|byte| *byte == b'\n')
        .chain([torn])
        .filter_map(|known| Some((claimed_id(known)?, known)))
        .collect();
    for (id, line) in lines {
        let mut alike = known.iter().filter(|(of, _)| of == id);
        if !alike.any(|(_, known)| is_genuine(known)) {
            text.extend_from_slice(line.as_bytes());
        }
    }
    file.write_all(&text)?;
    file.sync_all()?;
    if is_new && let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// One line as it is read.
pub(super) struct RawLine<'a> {
    /// From 1.
    pub(super) number: usize,
    pub(super) text: &'a [u8],
    /// Whether it has its end. Only the last one can lack it.
    pub(super) is_ended: bool,
}

/// Shows every line to `visit`, in order, up to its first error. False if there is no file. A line that is longer than
/// any of ours is shown in part.
pub(super) fn read<E: From<io::Error>>(
    path: &Path,
    mut visit: impl FnMut(RawLine<'_>) -> Result<(), E>,
) -> Result<bool, E> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    // Nobody is in the middle of a line.
    file.lock_shared()?;
    let mut reader = BufReader::with_capacity(64 * 1_024, file);
    let mut text = Vec::new();
    for number in 1.. {
        text.clear();
        let most = MAX_LINE as u64 + 1;
        if (&mut reader).take(most).read_until(b'\n', &mut text)? == 0 {
            break;
        }
        let is_ended = text.last() == Some(&b'\n');
        if is_ended {
            text.pop();
        }
        visit(RawLine {
            number,
            text: &text,
            is_ended: is_ended || text.len() as u64 == most,
        })?;
    }
    Ok(true)
}

fn read_tail(file: &mut File) -> io::Result<Vec<u8>> {
    let start = file.metadata()?.len().saturating_sub(TAIL as u64);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    if start > 0 && !tail.contains(&b'\n') {
        let problem = "it ends in a line that is too long to be one of an erasure ledger";
        return Err(io::Error::new(ErrorKind::InvalidData, problem));
    }
    Ok(tail)
}

/// Lines that have their end, and what follows the last of them.
fn split(tail: &[u8]) -> (&[u8], &[u8]) {
    let end = tail.iter().rposition(|byte| *byte == b'\n');
    tail.split_at(end.map_or(0, |end| end + 1))
}

#[cfg(test)]
mod tests;
