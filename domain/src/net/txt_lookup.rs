//! TXT records of a name, asked of the machine's name server or of the one in the settings. One question by UDP with a
//! random id from a random port; an answer to anything else is not one.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::timeout;

use crate::rng::{Rng, random_bytes};

const PATIENCE: Duration = Duration::from_secs(2);
const TRIES: u8 = 2;
/// What fits into one packet on every way (RFC 9715).
const MAX_ANSWER: usize = 1_232;
const TXT: u16 = 16;
const OPT: u16 = 41;
const INTERNET: u16 = 1;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TxtError {
    #[error("the name can't be asked for")]
    BadName,
    #[error("no name server answered")]
    Unreachable,
    #[error("the name server's answer can't be understood")]
    Malformed,
}

/// Asks for the TXT records of a name. A name that does not exist has none.
///
/// # Errors
/// As [`TxtError`] says.
pub async fn lookup_txt(
    rng: &dyn Rng,
    server: Option<SocketAddr>,
    name: &str,
) -> Result<Vec<String>, TxtError> {
    let server = server.or_else(system_server).ok_or(TxtError::Unreachable)?;
    for _ in 0..TRIES {
        let id = random_bytes::<2>(rng);
        let question = question(id, name).ok_or(TxtError::BadName)?;
        if let Ok(Ok(answer)) = timeout(PATIENCE, exchange(server, &question)).await {
            return read(&answer, &question);
        }
    }
    Err(TxtError::Unreachable)
}

/// The first name server of the machine.
fn system_server() -> Option<SocketAddr> {
    let text = std::fs::read_to_string("/etc/resolv.conf").ok()?;
    let servers = text
        .lines()
        .filter_map(|line| line.strip_prefix("nameserver"));
    let mut addresses = servers.filter_map(|server| server.trim().parse::<IpAddr>().ok());
    addresses.next().map(|address| SocketAddr::new(address, 53))
}

async fn exchange(server: SocketAddr, question: &[u8]) -> std::io::Result<Vec<u8>> {
    let local: IpAddr = match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => std::net::Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((local, 0)).await?;
    // Connected: the kernel drops what comes from anybody else.
    socket.connect(server).await?;
    socket.send(question).await?;
    let mut buffer = vec![0; MAX_ANSWER];
    loop {
        let length = socket.recv(&mut buffer).await?;
        let answer = buffer.get(..length).unwrap_or_default();
        if is_answer(answer, question) {
            return Ok(answer.to_vec());
        }
    }
}

/// The head of a question for one name, the name, and how large an answer may be.
fn question(id: [u8; 2], name: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![id[0], id[1], 1, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    for label in name.trim_end_matches('.').split('.') {
        let length = u8::try_from(label.len())
            .ok()
            .filter(|len| (1..=63).contains(len))?;
        if !label.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        bytes.push(length);
        bytes.extend(label.to_ascii_lowercase().bytes());
    }
    bytes.push(0);
    bytes.extend(TXT.to_be_bytes());
    bytes.extend(INTERNET.to_be_bytes());
    let size = u16::try_from(MAX_ANSWER).unwrap_or(u16::MAX);
    bytes.push(0);
    bytes.extend(OPT.to_be_bytes());
    bytes.extend(size.to_be_bytes());
    bytes.extend([0; 6]);
    (bytes.len() <= 12 + 255 + 4 + 11).then_some(bytes)
}

/// The id and the question come back as they were sent.
fn is_answer(answer: &[u8], question: &[u8]) -> bool {
    let asked = question.get(12..question.len().saturating_sub(11));
    let repeated = asked.and_then(|asked| answer.get(12..12 + asked.len()));
    answer.get(..2) == question.get(..2)
        && answer.get(2).is_some_and(|flags| flags & 0x80 != 0)
        && repeated
            .zip(asked)
            .is_some_and(|(repeated, asked)| repeated.eq_ignore_ascii_case(asked))
}

fn read(answer: &[u8], question: &[u8]) -> Result<Vec<String>, TxtError> {
    const NO_SUCH_NAME: u8 = 3;
    match answer.get(3).map(|flags| flags & 0x0f) {
        Some(0) => {}
        Some(NO_SUCH_NAME) => return Ok(Vec::new()),
        _ => return Err(TxtError::Malformed),
    }
    if answer.get(2).is_some_and(|flags| flags & 0x02 != 0) {
        return Err(TxtError::Malformed);
    }
    let count = number(answer, 6).ok_or(TxtError::Malformed)?;
    let mut at = question.len().saturating_sub(11);
    let mut texts = Vec::new();
    for _ in 0..count {
        let (text, end) = record(answer, at).ok_or(TxtError::Malformed)?;
        texts.extend(text);
        at = end;
    }
    Ok(texts)
}

/// One record and where the next begins; its text, if it is a TXT record.
fn record(answer: &[u8], at: usize) -> Option<(Option<String>, usize)> {
    let after_name = skip_name(answer, at)?;
    let kind = number(answer, after_name)?;
    let length = usize::from(number(answer, after_name + 8)?);
    let start = after_name + 10;
    let data = answer.get(start..start + length)?;
    let text = if kind == TXT { text(data) } else { None };
    Some((text, start + length))
}

/// The strings of a record, put together.
fn text(mut data: &[u8]) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some((length, rest)) = data.split_first() {
        let (piece, rest) = rest.split_at_checked(usize::from(*length))?;
        bytes.extend_from_slice(piece);
        data = rest;
    }
    String::from_utf8(bytes).ok()
}

fn skip_name(answer: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = *answer.get(at)?;
        match length {
            0 => return Some(at + 1),
            pointer if pointer & 0xc0 == 0xc0 => return Some(at + 2),
            length => at += 1 + usize::from(length),
        }
    }
}

fn number(answer: &[u8], at: usize) -> Option<u16> {
    let bytes = answer.get(at..at + 2)?;
    bytes.try_into().ok().map(u16::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer_to(question: &[u8], texts: &[&str]) -> Vec<u8> {
        let asked = &question[..question.len() - 11];
        let mut answer = asked.to_vec();
        answer[2] = 0x81;
        answer[3] = 0x80;
        answer[7] = u8::try_from(texts.len()).unwrap();
        answer[11] = 0;
        for text in texts {
            let length = u8::try_from(text.len()).unwrap();
            answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, length + 1, length]);
            answer.extend(text.bytes());
        }
        answer
    }

    #[test]
    fn the_texts_of_a_name_are_read() {
        let question = question([7, 8], "_xorb-domain.Example.org").unwrap();
        let answer = answer_to(&question, &["v=spf1", "xorb-domain=abc"]);
        assert!(is_answer(&answer, &question));
        let texts = read(&answer, &question).unwrap();
        assert_eq!(texts, ["v=spf1", "xorb-domain=abc"]);
    }

    #[test]
    fn an_answer_to_another_question_is_none_and_garbage_harms_nobody() {
        let asked = question([7, 8], "a.example.org").unwrap();
        let other = question([7, 8], "b.example.org").unwrap();
        assert!(!is_answer(&answer_to(&other, &["x"]), &asked));
        let guessed = question([7, 9], "a.example.org").unwrap();
        assert!(!is_answer(&answer_to(&guessed, &["x"]), &asked));
        let whole = answer_to(&asked, &["xorb"]);
        for end in 0..whole.len() {
            let _ = read(&whole[..end], &asked);
        }
        assert!(read(&whole[..whole.len() - 1], &asked).is_err());
        assert!(question([0, 0], &"a".repeat(64)).is_none());
        assert!(question([0, 0], "a..b").is_none());
    }
}
