//! The chunked coding, read strictly: a size in plain hexadecimal, extensions ignored, every line with its `\r\n`.

use bytes::BytesMut;

use super::{BodyEnd, body, inbound::Inbound};

/// A chunk's size line with its extensions; also a trailer line.
const MAX_LINE_BYTES: usize = 1_024;

/// A server that sends one byte a chunk would make us read a hundred times the body's limit.
const MAX_CHUNKS: usize = 16_384;

/// Trailers are skipped; nobody sends more.
const MAX_TRAILERS: usize = 32;

/// Copies the decoded body to `out`, up to `limit` bytes.
pub(super) async fn copy(
    inbound: &mut Inbound<'_>,
    limit: usize,
    out: &mut Vec<u8>,
) -> Result<(), BodyEnd> {
    for _ in 0..MAX_CHUNKS {
        let size = chunk_size(&line(inbound).await?).ok_or(BodyEnd::Broken)?;
        if size == 0 {
            return skip_trailers(inbound).await;
        }
        body::copy(inbound, size, limit, out).await?;
        if !line(inbound).await?.is_empty() {
            return Err(BodyEnd::Broken);
        }
    }
    Err(BodyEnd::Broken)
}

async fn line(inbound: &mut Inbound<'_>) -> Result<BytesMut, BodyEnd> {
    let line = inbound
        .take_line(MAX_LINE_BYTES)
        .await
        .map_err(|_| BodyEnd::Broken)?;
    line.ok_or(BodyEnd::Broken)
}

async fn skip_trailers(inbound: &mut Inbound<'_>) -> Result<(), BodyEnd> {
    for _ in 0..MAX_TRAILERS {
        if line(inbound).await?.is_empty() {
            return Ok(());
        }
    }
    Err(BodyEnd::Broken)
}

/// Eight digits are 4 GB, far beyond every limit; more are an attempt to overflow somebody.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let line = std::str::from_utf8(line).ok()?;
    let digits = line.split(';').next()?.trim_end_matches([' ', '\t']);
    let is_plain =
        (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_plain
        .then(|| u64::from_str_radix(digits, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_plain_hexadecimal() {
        assert_eq!(chunk_size(b"0"), Some(0));
        assert_eq!(chunk_size(b"1aF"), Some(0x1af));
        assert_eq!(chunk_size(b"5;name=value"), Some(5));
        assert_eq!(chunk_size(b"5 ;name"), Some(5));
        for bogus in [
            &b""[..],
            b" 5",
            b"+5",
            b"-1",
            b"0x5",
            b"5g",
            b";a",
            b"fffffffff",
            b"\xff",
        ] {
            assert_eq!(chunk_size(bogus), None, "{bogus:?}");
        }
    }
}
