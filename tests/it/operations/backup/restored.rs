//! What was backed up is what comes back.

use super::fixture::{EMAIL, Installation, printed, text};
use serde_json::json;
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[tokio::test]
async fn what_was_backed_up_while_it_ran_comes_back_after_all_is_gone() {
    let installation = Installation::new();
    let mut xorb = installation.serve().await;
    let owner = installation.sign_up(&mut xorb, "acme").await;
    let (file, said) = installation.back_up("backup.age");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let names = fs::read_dir(installation.data_dir()).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.contains(&"backup-scratch".into()), "{names:?}");
    let master_key = fs::read(installation.data_dir().join("master.key")).unwrap();
    xorb.kill();

    fs::remove_dir_all(installation.data_dir()).unwrap();
    let restored = installation.succeed(&installation.restoring(&file));
    assert_eq!(printed(&restored), printed(&said));
    assert!(said.contains(" 1 users\n"), "{said}");
    assert!(restored.contains("MISSING: the master key"), "{restored}");
    assert!(
        restored.contains("MISSING: the erasure ledger"),
        "{restored}"
    );

    let (code, refused) = installation.run(&[]);
    assert_eq!(code, 1, "{refused}");
    assert!(refused.contains("master.key is missing"), "{refused}");
    let path = installation.data_dir().join("master.key");
    fs::write(&path, master_key).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();

    let mut xorb = installation.serve().await;
    let owner = crate::harness::Client::anonymous(&xorb.addresses().0.unwrap())
        .with_token(owner.access_token().unwrap());
    let viewer = owner
        .graphql("{ viewer { user { email } } }", json!({}))
        .await;
    assert_eq!(viewer.text("/viewer/user/email"), EMAIL);
    xorb.terminate();
    installation.succeed(&["audit", "verify"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backups_that_are_made_while_the_service_writes_are_whole() {
    let installation = Installation::new();
    let mut xorb = installation.serve().await;
    let owner = installation.sign_up(&mut xorb, "acme").await;
    let writing = tokio::spawn(async move {
        for number in 0.. {
            let name = format!("Asset {number}");
            let input = json!({ "name": name, "kind": "WEB", "address": format!("https://a{number}.example") });
            let field = "createAsset(input: $input) { asset { id } userErrors { code } }";
            owner.mutate("CreateAssetInput", field, input).await;
        }
    });
    let names = ["first.age", "second.age", "third.age"];
    let backups = names.map(|name| installation.back_up(name));
    writing.abort();
    xorb.terminate();
    for (file, said) in &backups {
        let mut arguments = installation.restoring(file).to_vec();
        arguments.push("--replace");
        let restored = installation.succeed(&arguments);
        assert_eq!(printed(&restored), printed(said));
        // Every asset stands in its trail, and the trail ends with the newest.
        installation.succeed(&["audit", "verify"]);
    }
    assert_ne!(backups[0].1, backups[2].1, "nothing was written meanwhile");
}

#[tokio::test]
async fn a_database_that_is_there_is_replaced_only_if_that_is_said_and_is_kept() {
    let installation = Installation::used().await;
    let (file, said) = installation.back_up("backup.age");
    let mut xorb = installation.serve().await;
    installation.sign_up(&mut xorb, "newer").await;
    let (code, refused) = installation.run(&installation.restoring(&file));
    assert!(code == 1 && refused.contains("stop it first"), "{refused}");
    xorb.kill();

    let before = installation.everything();
    let (code, refused) = installation.run(&installation.restoring(&file));
    assert!(code == 2 && refused.contains("Add --replace"), "{refused}");
    assert!(installation.everything() == before, "{refused}");

    let mut arguments = installation.restoring(&file).to_vec();
    arguments.push("--replace");
    let restored = installation.succeed(&arguments);
    assert_eq!(printed(&restored), printed(&said));
    let kept = fs::read_dir(installation.data_dir()).unwrap();
    let kept: Vec<_> = kept
        .map(|entry| entry.unwrap().path())
        .filter(|path| text(path).contains("xorb.db.before-restore-"))
        .collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    // The journal of the killed service is in it.
    let newer = fs::read(&kept[0]).unwrap();
    assert!(newer.windows(5).any(|bytes| bytes == b"newer"));
    installation.succeed(&["audit", "verify"]);
    installation.serve().await.terminate();
}

#[tokio::test]
async fn what_a_killed_backup_left_goes_when_the_service_starts() {
    let installation = Installation::used().await;
    let scratch = installation.data_dir().join("backup-scratch");
    fs::create_dir(&scratch).unwrap();
    fs::write(scratch.join("xorb.db"), EMAIL).unwrap();
    installation.serve().await.terminate();
    assert!(!scratch.exists());
}
