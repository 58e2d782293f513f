//! An SQLite file for each test, copied from one that was migrated once.

use super::migrated;
use super::sandbox::Directory;
use std::path::{Path, PathBuf};
use tokio::sync::OnceCell;

pub struct TestSqlite {
    pub url: String,
    directory: Directory,
}

impl TestSqlite {
    /// The folder it lies in; holds nothing else yet, so that it can be the data folder too.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }
}

/// A migrated file of its own for one test.
pub async fn sqlite() -> TestSqlite {
    let test = empty_sqlite();
    std::fs::copy(template().await, test.directory().join("xorb.db")).unwrap();
    test
}

/// As `sqlite`, but with nothing in it: for the tests of the migrations.
pub fn empty_sqlite() -> TestSqlite {
    let directory = Directory::new("sqlite");
    TestSqlite {
        url: url_of(&directory.path().join("xorb.db")),
        directory,
    }
}

async fn template() -> &'static Path {
    static TEMPLATE: OnceCell<(Directory, PathBuf)> = OnceCell::const_new();
    let (_, file) = TEMPLATE
        .get_or_init(async || {
            let directory = Directory::new("sqlite-template");
            let file = directory.path().join("xorb.db");
            migrated::migrate(&url_of(&file), None).await;
            (directory, file)
        })
        .await;
    file
}

fn url_of(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}
