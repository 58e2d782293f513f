//! The body of an answer, as far as it was read. How the reading ended is part of the result: what was cut short is never
//! mistaken for what is clean.

use super::{HttpError, Method, ResponseHead, chunked, inbound::Inbound};

/// How reading a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyEnd {
    /// All of it is here.
    Complete,
    /// The limit was reached; there was more.
    SizeLimit,
    /// Time was up; there may be more.
    Deadline,
    /// The target broke off or broke its own framing.
    Broken,
}

/// What was read, and whether it is all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub bytes: Vec<u8>,
    pub end: BodyEnd,
}

/// How the end of a body is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    Empty,
    Length(u64),
    Chunked,
    UntilClose,
}

impl Framing {
    /// Whatever two programs could read differently is refused.
    pub(super) fn of(method: Method, head: &ResponseHead) -> Result<Self, HttpError> {
        if method == Method::Head || matches!(head.status, 204 | 304) {
            return Ok(Self::Empty);
        }
        let mut lengths = head
            .fields("content-length")
            .flat_map(|field| field.split(','))
            .map(str::trim);
        let mut codings = head.fields("transfer-encoding").map(str::trim);
        match (codings.next(), lengths.next()) {
            (Some(coding), None)
                if coding.eq_ignore_ascii_case("chunked") && codings.next().is_none() =>
            {
                Ok(Self::Chunked)
            }
            (Some(_), _) => Err(HttpError::AmbiguousLength),
            (None, None) => Ok(Self::UntilClose),
            (None, Some(length)) => {
                let is_number = length.bytes().all(|byte| byte.is_ascii_digit());
                let all_agree = lengths.all(|other| other == length);
                let length = length.parse().ok().filter(|_| is_number && all_agree);
                length.map(Self::Length).ok_or(HttpError::AmbiguousLength)
            }
        }
    }
}

/// Reads a body into `out`, which keeps what came when the caller's deadline cuts this off.
pub(super) async fn read_body(
    inbound: &mut Inbound<'_>,
    framing: Framing,
    limit: usize,
    out: &mut Vec<u8>,
) -> BodyEnd {
    let end = match framing {
        Framing::Empty => Ok(()),
        Framing::Length(length) => copy(inbound, length, limit, out).await,
        Framing::Chunked => chunked::copy(inbound, limit, out).await,
        Framing::UntilClose => copy_all(inbound, limit, out).await,
    };
    end.err().unwrap_or(BodyEnd::Complete)
}

/// Copies exactly `length` bytes.
pub(super) async fn copy(
    inbound: &mut Inbound<'_>,
    length: u64,
    limit: usize,
    out: &mut Vec<u8>,
) -> Result<(), BodyEnd> {
    let mut missing = length;
    while missing > 0 {
        let room = limit.saturating_sub(out.len());
        if room == 0 {
            return Err(BodyEnd::SizeLimit);
        }
        fill_if_empty(inbound).await?;
        let most = usize::try_from(missing).unwrap_or(usize::MAX).min(room);
        let taken = inbound.take(most, out);
        missing = missing.saturating_sub(u64::try_from(taken).unwrap_or(u64::MAX));
    }
    Ok(())
}

async fn copy_all(
    inbound: &mut Inbound<'_>,
    limit: usize,
    out: &mut Vec<u8>,
) -> Result<(), BodyEnd> {
    loop {
        if inbound.is_empty() && !inbound.fill().await.map_err(|_| BodyEnd::Broken)? {
            return Ok(());
        }
        let room = limit.saturating_sub(out.len());
        if room == 0 {
            return Err(BodyEnd::SizeLimit);
        }
        inbound.take(room, out);
    }
}

async fn fill_if_empty(inbound: &mut Inbound<'_>) -> Result<(), BodyEnd> {
    if inbound.is_empty() && !inbound.fill().await.map_err(|_| BodyEnd::Broken)? {
        return Err(BodyEnd::Broken);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framing(method: Method, fields: &str) -> Result<Framing, HttpError> {
        let raw = format!("HTTP/1.1 200 OK\r\n{fields}\r\n");
        Framing::of(method, &ResponseHead::parse(raw.as_bytes()).unwrap())
    }

    #[test]
    fn the_end_of_a_body_is_known_in_one_way() {
        assert_eq!(framing(Method::Get, ""), Ok(Framing::UntilClose));
        assert_eq!(
            framing(Method::Get, "Content-Length: 7\r\n"),
            Ok(Framing::Length(7))
        );
        assert_eq!(
            framing(Method::Get, "Content-Length: 7, 7\r\n"),
            Ok(Framing::Length(7))
        );
        assert_eq!(
            framing(Method::Get, "Transfer-Encoding: Chunked\r\n"),
            Ok(Framing::Chunked)
        );
        assert_eq!(
            framing(Method::Head, "Content-Length: 7\r\n"),
            Ok(Framing::Empty)
        );
    }

    #[test]
    fn a_length_that_can_be_read_in_two_ways_is_refused() {
        for fields in [
            "Content-Length: 7\r\nContent-Length: 8\r\n",
            "Content-Length: 7, 8\r\n",
            "Content-Length: +7\r\n",
            "Content-Length: -7\r\n",
            "Content-Length: 0x7\r\n",
            "Content-Length: \r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        ] {
            assert_eq!(
                framing(Method::Get, fields),
                Err(HttpError::AmbiguousLength),
                "{fields}"
            );
        }
    }
}
