//! A copy of a database as an operator makes it while the service runs, and a machine on which it is restored. Embedded, by
//! `xorb backup` and `xorb restore`.

use super::postgres_server::program_path;
use super::{Directory, Stores, XorbProcess, empty_postgres, empty_sqlite, redis};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is outside the database and stays as it is when an older copy of the database is restored.
const KEPT: [&str; 3] = [
    "master.key",
    "erasure-ledger.jsonl",
    "certificate-keys.json",
];

pub struct Backup {
    directory: Directory,
}

impl Backup {
    /// Copies the database.
    pub fn take(stores: &Stores) -> Self {
        let backup = Self {
            directory: Directory::new("backup"),
        };
        match stores {
            Stores::Embedded(_) => {
                let key = AgeKey::in_folder(backup.directory.path());
                xorb(
                    &[
                        "backup",
                        path(&backup.file()),
                        "--recipient",
                        &key.recipient,
                    ],
                    stores,
                );
            }
            Stores::Distributed { database, .. } => {
                let file = backup.file();
                let arguments = ["--format=custom", "--file", path(&file)];
                run("pg_dump", &arguments, &database.superuser_url);
            }
        }
        backup
    }

    /// Restores it beside the files of `stores` as they are now.
    pub async fn restore(&self, stores: &Stores) -> Stores {
        let restored = match stores {
            Stores::Embedded(_) => {
                let restored = Stores::Embedded(empty_sqlite());
                let identity = self.directory.path().join(AgeKey::FILE);
                let file = self.file();
                let arguments = ["restore", path(&file), "--identity", path(&identity)];
                xorb(&arguments, &restored);
                restored
            }
            Stores::Distributed { .. } => {
                let database = empty_postgres().await;
                let file = self.file();
                let arguments = [path(&file), "--exit-on-error", "--dbname"];
                run("pg_restore", &arguments, &database.superuser_url);
                Stores::Distributed {
                    database,
                    redis: redis(),
                    data_dir: Directory::new("data"),
                }
            }
        };
        for name in KEPT {
            let (from, to) = (stores.data_dir().join(name), restored.data_dir().join(name));
            if from.exists() {
                fs::copy(from, to).unwrap();
            }
        }
        restored
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("database")
    }
}

/// A pair of keys as age-keygen makes them.
pub struct AgeKey {
    pub recipient: String,
    pub identity: PathBuf,
}

impl AgeKey {
    const FILE: &str = "identity";

    pub fn in_folder(folder: &Path) -> Self {
        let identity = folder.join(Self::FILE);
        let keygen = |arguments: &[&str]| {
            let output = Command::new("age-keygen").args(arguments).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        keygen(&["-o", path(&identity)]);
        Self {
            recipient: keygen(&["-y", path(&identity)]).trim().to_owned(),
            identity,
        }
    }
}

fn xorb(arguments: &[&str], stores: &Stores) {
    let (status, output) = XorbProcess::start(arguments, &stores.environment()).exit();
    assert!(status.success(), "{output}");
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn run(program: &str, arguments: &[&str], url: &str) {
    let mut command = Command::new(program_path(program));
    let output = command.args(arguments).arg(url).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
}
