//! Bytes from a target, taken in bounded pieces. Nothing is searched twice, so that a server which sends byte by byte costs
//! time but no work.

use std::io;

use bytes::{Buf, BufMut, BytesMut};
use tokio::io::AsyncReadExt;

use super::HttpError;
use crate::net::ScopedStream;

/// What is read at once at most.
const READ_BYTES: usize = 8 * 1024;

/// The receiving side of one exchange.
pub(super) struct Inbound<'a> {
    stream: &'a mut ScopedStream,
    buffer: BytesMut,
}

impl<'a> Inbound<'a> {
    pub(super) fn new(stream: &'a mut ScopedStream) -> Self {
        Self {
            stream,
            buffer: BytesMut::with_capacity(READ_BYTES),
        }
    }

    /// Waits for more bytes; false at the end of the stream. A connection cut without a farewell is an end like another: the
    /// framing says whether something is missing.
    pub(super) async fn fill(&mut self) -> Result<bool, HttpError> {
        self.buffer.reserve(READ_BYTES);
        let mut room = (&mut self.buffer).limit(READ_BYTES);
        match self.stream.read_buf(&mut room).await {
            Ok(count) => Ok(count > 0),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(_) => Err(HttpError::Closed),
        }
    }

    /// Moves up to `most` buffered bytes to `out` and says how many.
    pub(super) fn take(&mut self, most: usize, out: &mut Vec<u8>) -> usize {
        let count = most.min(self.buffer.len());
        out.extend_from_slice(&self.buffer.split_to(count));
        count
    }

    pub(super) fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Takes a head: everything up to and with the first empty line.
    pub(super) async fn take_head(&mut self, limit: usize) -> Result<BytesMut, HttpError> {
        let mut searched = 0;
        loop {
            if !looks_like_http(&self.buffer) {
                return Err(HttpError::NotHttp);
            }
            if let Some(end) = end_of_head(&self.buffer, searched).filter(|end| *end <= limit) {
                return Ok(self.buffer.split_to(end));
            }
            if self.buffer.len() >= limit {
                return Err(HttpError::HeadTooLarge(limit));
            }
            // The empty line may lie across two reads: three bytes of it can be here already.
            searched = self.buffer.len().saturating_sub(3);
            if !self.fill().await? {
                return Err(HttpError::Closed);
            }
        }
    }

    /// Takes a line without its end, `\r\n` only; none if it is longer than the limit, malformed or cut off.
    pub(super) async fn take_line(&mut self, limit: usize) -> Result<Option<BytesMut>, HttpError> {
        loop {
            if let Some(end) = self
                .buffer
                .iter()
                .take(limit)
                .position(|byte| *byte == b'\n')
            {
                let mut line = self.buffer.split_to(end);
                self.buffer.advance(1);
                let is_proper = line.ends_with(b"\r");
                line.truncate(line.len().saturating_sub(1));
                return Ok(is_proper.then_some(line));
            }
            if self.buffer.len() >= limit || !self.fill().await? {
                return Ok(None);
            }
        }
    }
}

fn looks_like_http(start: &[u8]) -> bool {
    start
        .iter()
        .zip(b"HTTP/1.")
        .all(|(got, wanted)| got == wanted)
}

/// Where the head ends, behind its empty line; lines end in `\r\n`, or in `\n` alone.
fn end_of_head(buffer: &[u8], searched: usize) -> Option<usize> {
    let tail = buffer.get(searched..)?;
    let newlines = tail
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at);
    for at in newlines {
        let rest = tail.get(at + 1..)?;
        let skip = if rest.starts_with(b"\r\n") {
            2
        } else {
            usize::from(rest.starts_with(b"\n"))
        };
        if skip > 0 {
            return Some(searched + at + 1 + skip);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_behind_its_first_empty_line() {
        assert_eq!(end_of_head(b"HTTP/1.1 200 OK\r\n\r\nbody", 0), Some(19));
        assert_eq!(end_of_head(b"HTTP/1.1 200 OK\n\nbody", 0), Some(17));
        assert_eq!(end_of_head(b"HTTP/1.1 200 OK\r\nA: b\r\n", 0), None);
        assert_eq!(end_of_head(b"HTTP/1.1 200 OK\r\n\r\n", 16), Some(19));
    }

    #[test]
    fn what_does_not_begin_like_http_is_noticed_at_once() {
        assert!(looks_like_http(b""));
        assert!(looks_like_http(b"HTT"));
        assert!(looks_like_http(b"HTTP/1.0 200"));
        for other in [&b"SSH-2.0-x"[..], b"HTTP/2.0", b"\x15\x03\x01", b"http/1.1"] {
            assert!(!looks_like_http(other));
        }
    }
}
