//! A backup that can't be used says why, and nothing is touched.

use super::fixture::{Installation, text};
use crate::harness::AgeKey;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Restores over the present database, which must fail with `part` in what it says, and change nothing.
fn refused(installation: &Installation, file: &Path, opener: [&str; 2], part: &str) {
    let before = installation.everything();
    let arguments = ["restore", text(file), opener[0], opener[1], "--replace"];
    let (code, said) = installation.run(&arguments);
    assert!(
        code != 0 && said.contains(part),
        "{code}, not {part:?}: {said}"
    );
    assert!(said.contains("nothing has been changed"), "{said}");
    assert!(installation.everything() == before, "{said}");
}

#[tokio::test]
async fn a_backup_that_was_cut_off_or_changed_is_refused_and_nothing_is_touched() {
    let installation = Installation::used().await;
    let (file, _) = installation.back_up("backup.age");
    let whole = fs::read(&file).unwrap();
    let identity = ["--identity", text(&installation.key.identity)];
    let damaged = installation.path("damaged.age");
    let length = whole.len();
    let header = whole
        .windows(4)
        .position(|bytes| bytes == b"\n---")
        .unwrap();
    fs::write(&damaged, b"").unwrap();
    refused(&installation, &damaged, identity, "is empty");
    for cut in [
        30,
        header,
        header + 40,
        header + 70,
        65_536,
        length / 2,
        length - 17,
        length - 1,
    ] {
        fs::write(&damaged, &whole[..cut]).unwrap();
        refused(&installation, &damaged, identity, "cut off or damaged");
    }
    for at in [
        header + 10,
        header + 60,
        header + 200,
        length / 2,
        length - 1,
    ] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&damaged, &changed).unwrap();
        refused(&installation, &damaged, identity, "cut off or damaged");
    }
    fs::write(&damaged, [&whole[..], b"more"].concat()).unwrap();
    refused(&installation, &damaged, identity, "cut off or damaged");
}

#[tokio::test]
async fn what_opens_another_backup_is_refused() {
    let installation = Installation::used().await;
    let (file, _) = installation.back_up("backup.age");
    let other = AgeKey::in_folder(&installation.data_dir());
    refused(
        &installation,
        &file,
        ["--identity", text(&other.identity)],
        "it is the wrong key",
    );
    refused(
        &installation,
        &file,
        ["--identity", "/nowhere"],
        "/nowhere can't be read",
    );
    let no_key = ["--identity", text(&file)];
    refused(&installation, &file, no_key, "holds no secret key of age");

    let (right, wrong) = (installation.path("passphrase"), installation.path("wrong"));
    fs::write(&right, "correct horse battery staple\n").unwrap();
    fs::write(&wrong, "incorrect horse battery staple\n").unwrap();
    for path in [&right, &wrong] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let sealed = installation.path("passphrase.age");
    installation.succeed(&["backup", text(&sealed), "--passphrase-file", text(&right)]);
    let (right, wrong) = (
        ["--passphrase-file", text(&right)],
        ["--passphrase-file", text(&wrong)],
    );
    refused(&installation, &sealed, wrong, "it is the wrong passphrase");
    refused(&installation, &file, right, "use --identity");
    let identity = ["--identity", text(&installation.key.identity)];
    refused(&installation, &sealed, identity, "use --passphrase-file");
    let again = ["restore", text(&sealed), right[0], right[1], "--replace"];
    installation.succeed(&again);
}

#[tokio::test]
async fn what_is_no_backup_is_refused() {
    let installation = Installation::used().await;
    let identity = ["--identity", text(&installation.key.identity)];
    let strange = installation.path("strange.age");
    fs::write(&strange, "a letter").unwrap();
    refused(&installation, &strange, identity, "is no backup of XORB");
    refused(
        &installation,
        Path::new("/nowhere"),
        identity,
        "/nowhere can't be read",
    );
    // Encrypted for the right key, but something else.
    let letter = installation.path("letter");
    fs::write(&letter, "a letter").unwrap();
    fs::remove_file(&strange).unwrap();
    let age = std::process::Command::new("age")
        .args([
            "-r",
            &installation.key.recipient,
            "-o",
            text(&strange),
            text(&letter),
        ])
        .status();
    assert!(age.unwrap().success());
    refused(&installation, &strange, identity, "cut off or damaged");
}

#[tokio::test]
async fn a_backup_is_never_overwritten_and_leaves_nothing_half_done() {
    let installation = Installation::used().await;
    let (file, _) = installation.back_up("backup.age");
    let before = fs::read(&file).unwrap();
    let recipient = installation.key.recipient.as_str();
    let (code, said) = installation.run(&["backup", text(&file), "--recipient", recipient]);
    assert!(code == 2 && said.contains("is there already"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), before);
    let nowhere = installation.path("nowhere/backup.age");
    let (code, said) = installation.run(&["backup", text(&nowhere), "--recipient", recipient]);
    assert!(
        code == 1 && said.contains("is the medium mounted?"),
        "{said}"
    );
    let new = installation.path("new.age");
    let (code, said) = installation.run(&["backup", text(&new), "--recipient", "age1nobody"]);
    assert!(
        code == 2 && said.contains("age1nobody is no public key of age"),
        "{said}"
    );
    fs::remove_file(installation.data_dir().join("xorb.db")).unwrap();
    let (code, said) = installation.run(&["backup", text(&new), "--recipient", recipient]);
    assert!(code == 1 && said.contains("there is no database"), "{said}");
    let part = installation.path("new.age.part");
    assert!(!new.exists() && !part.exists());
}

#[test]
fn over_postgresql_the_command_says_where_the_scripts_are() {
    let url = (
        "XORB__DATABASE__URL",
        "postgres://xorb@127.0.0.1:1/xorb".to_owned(),
    );
    for arguments in [
        ["backup", "file", "--recipient", "age1"],
        ["restore", "file", "--identity", "key"],
    ] {
        let process = crate::harness::XorbProcess::start(&arguments, std::slice::from_ref(&url));
        let (status, said) = process.exit();
        assert_eq!(status.code(), Some(2), "{said}");
        assert!(said.contains("deploy/backup/backup.sh"), "{said}");
    }
}
