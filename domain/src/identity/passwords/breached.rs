//! Passwords of known breaches: a file with a line for the SHA-1 of each, in order, as "Pwned Passwords" is downloaded. Asked
//! where it lies, by binary search, so that it may have a billion lines; nothing about a password leaves the machine.

use std::cmp::Ordering;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::Password;
use crate::AppError;

/// Hexadecimal digits of a SHA-1.
const HASH: usize = 40;
/// A hash, a colon, how often it was seen, an end of line: no line is longer.
const LINE: usize = 64;

/// The file.
#[derive(Clone, Debug)]
pub struct BreachedPasswords(PathBuf);

impl BreachedPasswords {
    /// Looks whether the file is one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| format!("can't be read ({error})"))?;
        let line = read_at(&file, 0, HASH).map_err(|error| format!("can't be read ({error})"))?;
        if line.len() == HASH && line.iter().all(u8::is_ascii_hexdigit) {
            Ok(Self(path.to_owned()))
        } else {
            Err(
                "must have a SHA-1 in hexadecimal digits at the beginning of each line, in order"
                    .to_owned(),
            )
        }
    }

    /// Whether the password is known from a breach.
    ///
    /// # Errors
    /// `Internal` if the file can't be read any more.
    pub(super) fn contains(&self, password: &Password) -> Result<bool, AppError> {
        let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.expose().as_bytes());
        let digits = |byte: &u8| [digit(byte >> 4), digit(byte & 15)];
        let wanted: Vec<u8> = hash.as_ref().iter().flat_map(digits).collect();
        let file = File::open(&self.0).map_err(AppError::internal)?;
        let length = file.metadata().map_err(AppError::internal)?.len();
        let read = |at, most| read_at(&file, at, most);
        find(read, length, &wanted).map_err(AppError::internal)
    }
}

const fn digit(value: u8) -> u8 {
    match value {
        0..=9 => b'0' + value,
        _ => b'A' + (value - 10),
    }
}

fn read_at(file: &File, at: u64, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; most];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, at + u64::try_from(filled).unwrap_or_default())? {
            0 => break,
            read => filled += read,
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// Whether a line begins with `wanted`. If there is one, it begins at `from` or later, and before `to`.
fn find(
    read: impl Fn(u64, usize) -> io::Result<Vec<u8>>,
    length: u64,
    wanted: &[u8],
) -> io::Result<bool> {
    let (mut from, mut to) = (0, length);
    while from < to {
        let middle = from + (to - from) / 2;
        let Some(start) = first_line_at(&read, middle)?.filter(|start| *start < to) else {
            to = middle;
            continue;
        };
        let known = read(start, HASH)?.to_ascii_uppercase();
        match known.as_slice().cmp(wanted) {
            Ordering::Equal => return Ok(true),
            Ordering::Less => from = start + 1,
            Ordering::Greater => to = middle,
        }
    }
    Ok(false)
}

/// Where the first line begins that begins at `at` or later.
fn first_line_at(
    read: &impl Fn(u64, usize) -> io::Result<Vec<u8>>,
    at: u64,
) -> io::Result<Option<u64>> {
    let Some(before) = at.checked_sub(1) else {
        return Ok(Some(0));
    };
    let bytes = read(before, LINE)?;
    let end = bytes.iter().position(|byte| *byte == b'\n');
    Ok(end
        .and_then(|end| u64::try_from(end).ok())
        .map(|end| at + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_found(text: &str, wanted: &str) -> bool {
        let bytes = text.as_bytes();
        let read = |at: u64, most: usize| {
            let at = usize::try_from(at).unwrap().min(bytes.len());
            Ok(bytes[at..bytes.len().min(at + most)].to_vec())
        };
        let length = u64::try_from(bytes.len()).unwrap();
        find(read, length, wanted.as_bytes()).unwrap()
    }

    #[test]
    fn every_line_is_found_and_nothing_else() {
        for (end, count) in [("\n", ":12"), ("\r\n", ":1234567890"), ("\n", "")] {
            for lines in [1, 2, 3, 10, 1_000] {
                let hash = |n: u32| format!("{:040X}", u128::from(n) * 2 + 1);
                let text: Vec<String> = (0..lines).map(|n| format!("{}{count}", hash(n))).collect();
                for last in ["", end] {
                    let text = text.join(end) + last;
                    for n in 0..lines {
                        assert!(is_found(&text, &hash(n)), "{n} of {lines}");
                        let absent = format!("{:040X}", u128::from(n) * 2);
                        assert!(!is_found(&text, &absent), "{absent}");
                    }
                    assert!(!is_found(&text, &"F".repeat(40)));
                }
            }
        }
        assert!(!is_found("", &"0".repeat(40)));
    }
}
