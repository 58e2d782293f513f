//! Bytes on their way from one place to another, counted and hashed.

use std::io::{self, Read};

use ring::digest::{Context, SHA256};

use super::Part;

/// Hands on what it reads and remembers its hash.
pub(super) struct Hashed<R> {
    inner: R,
    bytes: u64,
    hash: Context,
}

impl<R> Hashed<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            bytes: 0,
            hash: Context::new(&SHA256),
        }
    }

    /// What has been read, as the part `name`.
    pub(super) fn into_part(self, name: &str) -> Part {
        Part {
            name: name.to_owned(),
            bytes: self.bytes,
            sha256: hex::encode(self.hash.finish()),
        }
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        self.bytes = self.bytes.saturating_add(read as u64);
        Ok(read)
    }
}
