//! What a backup shows to whoever has the file, and to whoever has its key.

use super::fixture::{EMAIL, Installation, text};
use std::fs;
use std::process::{Command, Stdio};

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|bytes| bytes == needle)
}

#[tokio::test]
async fn the_file_shows_nothing_and_the_master_key_is_not_in_it() {
    let installation = Installation::used().await;
    let (file, _) = installation.back_up("backup.age");
    let sealed = fs::read(&file).unwrap();
    for needle in [EMAIL, "acme", "SQLite format", "manifest", "CREATE TABLE"] {
        assert!(!holds(&sealed, needle.as_bytes()), "{needle}");
    }
    // The age command opens it, without this program.
    let open = |program: &mut Command| {
        let output = program.stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success());
        output.stdout
    };
    let identity = text(&installation.key.identity);
    let tar = open(Command::new("age").args(["-d", "-i", identity, text(&file)]));
    assert!(holds(&tar, EMAIL.as_bytes()) && holds(&tar, b"SQLite format"));
    let path = installation.path("backup.tar");
    fs::write(&path, &tar).unwrap();
    let names = String::from_utf8(open(Command::new("tar").arg("-tf").arg(&path))).unwrap();
    let names: Vec<_> = names
        .lines()
        .filter(|name| *name != "audit-checkpoints.jsonl")
        .collect();
    assert_eq!(names, ["xorb.db", "manifest.json"]);

    let key = fs::read_to_string(installation.data_dir().join("master.key")).unwrap();
    let line = key.lines().last().unwrap();
    let encoded = line.split(' ').next_back().unwrap();
    let bytes =
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, encoded).unwrap();
    assert_eq!(bytes.len(), 32);
    for haystack in [&sealed, &tar] {
        assert!(!holds(haystack, encoded.as_bytes()) && !holds(haystack, &bytes));
    }
}
