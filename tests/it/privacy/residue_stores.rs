//! Files and Redis: what lies there of a person is found, what lies there of others is not, and canaries leave no trace.

use std::fs;
use std::path::Path;

use uuid::Uuid;
use xorb_domain::identity::MailFile;

use super::residue_columns::{ANN, ann, scan};
use crate::both_modes;
use crate::harness::{Stores, Tenant, TestApp};

fn write_mail(app: &TestApp, tenant_id: Uuid, text: &str) -> String {
    let data_dir = &app.core().settings.data_dir;
    fs::create_dir_all(MailFile::folder(data_dir)).unwrap();
    let mail = MailFile {
        tenant_id,
        mail_id: Uuid::from_u128(42),
    };
    fs::write(mail.path(data_dir), text).unwrap();
    format!("mail/{}", mail.name())
}

/// Every file under the folder whose name or content has something of a canary.
fn canaries_in(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(canaries_in(&path));
        } else {
            let content = fs::read(&path).unwrap();
            let has_canary =
                |text: &str| text.contains("canary.invalid") || text.contains(".canary-");
            if has_canary(&path.display().to_string())
                || has_canary(&String::from_utf8_lossy(&content))
            {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

both_modes! {
    async fn a_mail_to_the_person_is_found_and_another_tenants_is_not(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let other = Tenant::sign_up(app, "umbrella").await;
        let text = format!("To: {ANN}\r\n\r\nHello\r\n");
        let file = write_mail(app, tenant.owner.scope.tenant_id(), &text);
        let report = scan(&tenant, ann()).await;
        assert!(!report.is_void(), "{report:?}");
        let found: Vec<_> = report.residues.iter().map(|found| (found.location.as_str(), found.column.as_str(), &found.row_key)).collect();
        assert_eq!(found, [("files:mail", "content", &file)]);
        assert_eq!(scan(&other, ann()).await.residues, []);
    }

    async fn any_file_is_read_but_keys_and_the_database_which_are_named(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let data_dir = &app.core().settings.data_dir;
        let long = format!("{}{ANN}{}", " ".repeat(1_048_570), " ".repeat(2_000_000));
        fs::create_dir_all(data_dir.join("some/where")).unwrap();
        fs::write(data_dir.join("some/where/export.csv"), long).unwrap();
        fs::write(data_dir.join("notes of ann@example.org"), "").unwrap();
        let report = scan(&tenant, ann()).await;
        let found: Vec<_> = report.residues.iter().map(|found| (found.column.as_str(), found.row_key.as_str())).collect();
        assert_eq!(found, [("name", "notes of ann@example.org"), ("content", "some/where/export.csv")]);
        let unread: Vec<_> = report.not_attested.iter().map(|store| store.name.as_str()).collect();
        assert!(unread.contains(&"files:master.key"), "{unread:?}");
        assert!(unread.contains(&"database:backups"), "{unread:?}");
        let is_sqlite = matches!(app.stores(), Stores::Embedded(_));
        assert_eq!(unread.contains(&"files:xorb.db"), is_sqlite, "{unread:?}");
    }

    async fn no_canary_stays_in_files_or_redis(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let report = scan(&tenant, ann()).await;
        let folder = &app.core().settings.data_dir;
        for location in ["files:mail", "files:certificate-keys.json", "files:audit-checkpoints.jsonl"] {
            let place = report.locations.iter().find(|place| place.name == location).unwrap();
            assert_eq!((place.found, place.planted), (1, 1), "{location}");
        }
        assert_eq!(canaries_in(folder), Vec::<String>::new());
        if let Stores::Distributed { redis, .. } = app.stores() {
            let place = report.locations.iter().find(|place| place.name == "redis:queue").unwrap();
            assert_eq!((place.found, place.planted), (6, 6));
            assert_eq!(redis.command(&["KEYS", "*canary*"]), "*0\r\n");
        }
    }

    async fn a_value_of_any_type_in_redis_is_found(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let Stores::Distributed { redis, .. } = app.stores() else { return };
        let prefix = &app.core().settings.redis.prefix;
        let key = |name: &str| format!("{prefix}:{name}");
        redis.command(&["SET", &key("queue:a"), ANN]);
        redis.command(&["RPUSH", &key("queue:b"), "x", "ann%40example.org"]);
        redis.command(&["SADD", &key("wake:c"), ANN]);
        redis.command(&["HSET", &key("limits:d"), ANN, "1"]);
        redis.command(&["ZADD", &key("e"), "1", "ANN@EXAMPLE.ORG"]);
        redis.command(&["XADD", &key("f"), "*", "to", ANN]);
        redis.command(&["SET", &key("g:ann@example.org"), "1"]);
        redis.command(&["SET", "another-installation:a", ANN]);
        let report = scan(&tenant, ann()).await;
        let mut found: Vec<_> = report.residues.iter().map(|found| (found.location.as_str(), found.column.as_str(), found.row_key.as_str())).collect();
        found.sort_unstable();
        assert_eq!(found, [
            ("redis:other", "content", "e"),
            ("redis:other", "content", "f"),
            ("redis:other", "content", "limits:d"),
            ("redis:other", "name", "g:ann@example.org"),
            ("redis:queue", "content", "queue:a"),
            ("redis:queue", "content", "queue:b"),
            ("redis:wake", "content", "wake:c"),
        ]);
    }
}
