//! Crashes in the middle of a line, repetitions and writers at once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use chrono::DateTime;
use uuid::Uuid;

use super::*;
use crate::crypto::{DataKey, Keyring, MasterKey, SigningKey};
use crate::privacy::certificate::Digest;
use crate::privacy::ledger::{LedgerEntry, line};
use crate::rng::SeededRng;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("xorb-ledger-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("erasure-ledger.jsonl")
    }

    fn append(&self, request: u128) {
        let line = (entry(request).id(), text(request));
        append(&self.file(), &[line], is_genuine).unwrap();
    }

    fn add(&self, bytes: &[u8]) {
        let mut file = OpenOptions::new().append(true).open(self.file()).unwrap();
        file.write_all(bytes).unwrap();
    }

    /// The requests in the file; what is no line is 0.
    fn requests(&self) -> Vec<u128> {
        let mut requests = Vec::new();
        let is_there = read(&self.file(), |raw| {
            let opened = line::open(raw.text, &keyring());
            requests.push(opened.map_or(0, |entry| entry.request_id.as_u128()));
            Ok::<_, io::Error>(())
        });
        assert!(is_there.unwrap());
        requests
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn entry(request: u128) -> LedgerEntry {
    LedgerEntry {
        tenant_id: Uuid::from_u128(1),
        request_id: Uuid::from_u128(request),
        subjects: vec![Uuid::from_u128(3)],
        tombstones: vec![Digest([4; 32])],
        map_hash: Digest([5; 32]),
        executed_at: DateTime::UNIX_EPOCH,
    }
}

fn keyring() -> Keyring {
    Keyring::new(MasterKey::generate(&SeededRng::new(1)))
}

fn text(request: u128) -> String {
    let rng = SeededRng::new(1);
    let key = SigningKey::from_seed(&DataKey::generate(&rng)).unwrap();
    line::write(&entry(request), &key, &keyring(), &rng).unwrap()
}

fn is_genuine(text: &[u8]) -> bool {
    line::open(text, &keyring()).is_ok()
}

#[test]
fn an_erasure_is_written_once_and_for_its_owner_only() {
    let folder = Folder::new("once");
    assert!(!read(&folder.file(), |_| Ok::<_, io::Error>(())).unwrap());
    for request in [1, 2, 1, 2, 3] {
        folder.append(request);
    }
    assert_eq!(folder.requests(), [1, 2, 3]);
    let mode = fs::metadata(folder.file()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_forged_line_does_not_keep_the_genuine_one_out() {
    let folder = Folder::new("forged");
    folder.append(1);
    let forged = text(2).replacen("{\"jws\":\"", "{\"jws\":\"e30.", 1);
    folder.add(forged.as_bytes());
    folder.append(2);
    assert_eq!(folder.requests(), [1, 0, 2]);
}

#[test]
fn a_line_that_was_torn_anywhere_is_mended_by_the_next() {
    let folder = Folder::new("torn");
    let whole = text(2);
    for length in 1..whole.len() {
        let _ = fs::remove_file(folder.file());
        folder.append(1);
        folder.add(&whole.as_bytes()[..length]);
        folder.append(3);
        let is_complete = length == whole.len() - 1;
        let expected: &[u128] = if is_complete { &[1, 2, 3] } else { &[1, 3] };
        assert_eq!(folder.requests(), expected, "torn after {length}");
        folder.append(2);
        assert_eq!(folder.requests().len(), 3);
    }
}

#[test]
fn a_line_that_lacks_only_its_end_gets_it_when_it_is_written_again() {
    let folder = Folder::new("end");
    folder.append(1);
    folder.add(text(2).trim_end().as_bytes());
    folder.append(2);
    assert_eq!(folder.requests(), [1, 2]);
    assert!(fs::read(folder.file()).unwrap().ends_with(b"\n"));
}

#[test]
fn a_first_line_that_was_torn_is_mended_too() {
    let folder = Folder::new("first");
    fs::write(folder.file(), &text(1).as_bytes()[..40]).unwrap();
    folder.append(1);
    assert_eq!(folder.requests(), [1]);
}

#[test]
fn what_is_too_long_for_a_line_is_shown_in_part_and_nothing_is_written_behind_it() {
    let folder = Folder::new("long");
    fs::write(folder.file(), vec![b'x'; 3 * MAX_LINE]).unwrap();
    let line = (entry(1).id(), text(1));
    let refused = append(&folder.file(), &[line], is_genuine).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidData);
    let mut parts = Vec::new();
    let visit = |raw: RawLine<'_>| {
        parts.push((raw.number, raw.is_ended));
        Ok::<_, io::Error>(())
    };
    read(&folder.file(), visit).unwrap();
    assert_eq!(parts, [(1, true), (2, true), (3, false)]);
}

#[test]
fn many_lines_are_written_at_once_and_each_of_them_once() {
    let folder = Folder::new("many");
    folder.append(2);
    let lines: Vec<_> = (1..=4)
        .map(|request| (entry(request).id(), text(request)))
        .collect();
    append(&folder.file(), &lines, is_genuine).unwrap();
    append(&folder.file(), &lines, is_genuine).unwrap();
    assert_eq!(folder.requests(), [2, 1, 3, 4]);
}

#[test]
fn writers_at_once_lose_nothing_and_tear_nothing() {
    let folder = Folder::new("at-once");
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let folder = &folder;
            scope.spawn(move || {
                for number in 1..=20 {
                    folder.append(writer * 100 + number);
                    folder.append(1_000 + number);
                }
            });
        }
    });
    let mut requests = folder.requests();
    requests.sort_unstable();
    let own = (0..8).flat_map(|writer| (1..=20).map(move |number| writer * 100 + number));
    let expected: Vec<u128> = own.chain(1_001..=1_020).collect();
    assert_eq!(requests, expected);
}
