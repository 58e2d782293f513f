//! The keys are backed up apart from the database, and come back.

use super::fixture::{Installation, printed, text};
use crate::harness::AgeKey;
use std::fs;

#[tokio::test]
async fn keys_go_to_another_place_for_other_people_and_come_back() {
    let installation = Installation::used().await;
    installation.back_up("backup.age");
    let recipient = installation.key.recipient.as_str();
    let safe = installation.path("safe");
    fs::create_dir(&safe).unwrap();
    let other = AgeKey::in_folder(&safe);
    let (beside, apart) = (installation.path("keys.age"), safe.join("keys.age"));
    for (file, recipient, part) in [
        (&beside, other.recipient.as_str(), "would get everything"),
        (&apart, recipient, "one key would open both"),
    ] {
        let keys = ["backup", text(file), "--recipient", recipient, "--keys"];
        let (code, said) = installation.run(&keys);
        assert!(code == 2 && said.contains(part), "{said}");
        assert!(!file.exists());
    }
    let keys = [
        "backup",
        text(&apart),
        "--recipient",
        &other.recipient,
        "--keys",
    ];
    let said = installation.succeed(&keys);
    let file = safe.join("backup.age");
    let database = ["backup", text(&file), "--recipient", recipient];
    let (code, refused) = installation.run(&database);
    assert!(
        code == 2 && refused.contains("would get everything"),
        "{refused}"
    );

    let path = installation.data_dir().join("master.key");
    let key = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let restore = ["restore", text(&apart), "--identity", text(&other.identity)];
    let restored = installation.succeed(&restore);
    assert_eq!(printed(&restored), printed(&said));
    assert_eq!(fs::read(&path).unwrap(), key);
    assert!(installation.succeed(&restore).contains("this one already"));

    fs::write(&path, "1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").unwrap();
    let (code, refused) = installation.run(&restore);
    assert!(code == 2 && refused.contains("Add --replace"), "{refused}");
    let mut replace = restore.to_vec();
    replace.push("--replace");
    assert!(
        installation
            .succeed(&replace)
            .contains("master.key.before-restore-")
    );
    installation.serve().await.terminate();
}
