//! Reads the file outside the database. Tolerant: a line that a crash has torn is counted and passed over.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::Checkpoint;
use crate::AppError;

/// A line of ours is a third of this; a longer one is not worth its memory.
const MAX_LINE: u64 = 1_024;

/// How much of the end is read where the whole would take too long.
const TAIL: u64 = 256 * 1_024;

/// Which part of which file to read.
pub(in crate::audit) struct Outside {
    path: PathBuf,
    is_tail: bool,
}

impl Outside {
    /// All of it.
    pub(in crate::audit) fn whole(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            is_tail: false,
        }
    }

    /// Its newest lines.
    pub(in crate::audit) fn tail(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            is_tail: true,
        }
    }

    /// `None` if there is no such file.
    pub(in crate::audit) fn open(self) -> Result<Option<OutsideReader>, AppError> {
        match self.open_file() {
            Ok(reader) => Ok(Some(reader)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(AppError::internal(error)),
        }
    }

    fn open_file(&self) -> io::Result<OutsideReader> {
        let mut file = File::open(&self.path)?;
        let start = if self.is_tail {
            file.metadata()?.len().saturating_sub(TAIL)
        } else {
            0
        };
        file.seek(SeekFrom::Start(start))?;
        let mut lines = BufReader::with_capacity(64 * 1_024, file);
        if start > 0 {
            lines.skip_until(b'\n')?;
        }
        Ok(OutsideReader {
            lines,
            unreadable_lines: 0,
        })
    }
}

/// The file, as far as it has been read.
pub(in crate::audit) struct OutsideReader {
    lines: BufReader<File>,
    unreadable_lines: u64,
}

impl OutsideReader {
    /// Lines that are no checkpoints.
    pub(in crate::audit) fn unreadable_lines(&self) -> u64 {
        self.unreadable_lines
    }

    /// The next checkpoints of a tenant, at most `max`; none at the end. Reads on a thread that may wait for the disk.
    pub(in crate::audit) async fn next(
        mut self,
        tenant_id: Uuid,
        max: usize,
    ) -> Result<(Self, Vec<Checkpoint>), AppError> {
        let read = tokio::task::spawn_blocking(move || {
            let checkpoints = self.read(tenant_id, max);
            checkpoints.map(|checkpoints| (self, checkpoints))
        });
        read.await
            .map_err(AppError::internal)?
            .map_err(AppError::internal)
    }

    fn read(&mut self, tenant_id: Uuid, max: usize) -> io::Result<Vec<Checkpoint>> {
        let mut found = Vec::new();
        let mut line = Vec::new();
        while found.len() < max {
            line.clear();
            if (&mut self.lines)
                .take(MAX_LINE)
                .read_until(b'\n', &mut line)?
                == 0
            {
                break;
            }
            let is_whole = line.last() == Some(&b'\n');
            if !is_whole {
                self.lines.skip_until(b'\n')?;
            }
            match serde_json::from_slice::<Checkpoint>(&line) {
                Ok(checkpoint) if checkpoint.tenant_id == tenant_id => found.push(checkpoint),
                Ok(_) => {}
                Err(_) => self.unreadable_lines += 1,
            }
        }
        Ok(found)
    }
}
