//! What an application stands on, by mode: database, queue, folder, and the settings that name them.

use super::{
    Directory, Mode, TestDatabase, TestRedis, TestSqlite, postgres, postgres_copy, redis, sqlite,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use xorb_domain::settings::{Role, Settings};

/// Gone when dropped.
#[expect(clippy::large_enum_variant, reason = "there is one for each test")]
pub enum Stores {
    Embedded(TestSqlite),
    Distributed {
        database: TestDatabase,
        redis: TestRedis,
        data_dir: Directory,
    },
}

impl Stores {
    pub async fn new(mode: Mode) -> Self {
        match mode {
            Mode::Embedded => Self::Embedded(sqlite().await),
            Mode::Distributed => Self::Distributed {
                database: postgres().await,
                redis: redis(),
                data_dir: Directory::new("data"),
            },
        }
    }

    /// Stores of their own with the same in them: database and folder are copied, Redis is empty. Distributed only: a copy of
    /// an SQLite file in use is none.
    pub async fn copy(&self) -> Self {
        let Self::Distributed {
            database, data_dir, ..
        } = self
        else {
            unreachable!("only distributed stores are copied")
        };
        let copy = Directory::new("data");
        copy_folder(data_dir.path(), copy.path());
        Self::Distributed {
            database: postgres_copy(database).await,
            redis: redis(),
            data_dir: copy,
        }
    }

    /// What a process needs in its environment to stand on these stores.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Embedded(sqlite) => {
                vec![("XORB__DATA_DIR", sqlite.directory().display().to_string())]
            }
            Self::Distributed {
                database,
                redis,
                data_dir,
            } => vec![
                ("XORB__DATA_DIR", data_dir.path().display().to_string()),
                ("XORB__DATABASE__URL", database.url.clone()),
                ("XORB__DATABASE__MIGRATION_URL", database.owner_url.clone()),
                ("XORB__REDIS__URL", redis.url.clone()),
            ],
        }
    }

    /// Where keys and mails lie.
    pub fn data_dir(&self) -> &Path {
        match self {
            Self::Embedded(sqlite) => sqlite.directory(),
            Self::Distributed { data_dir, .. } => data_dir.path(),
        }
    }

    /// Settings of an application that stands here, with what a test wants otherwise.
    pub fn settings(&self, variables: &[(&str, &str)]) -> Settings {
        let role = match self {
            Self::Embedded(_) => Role::Embedded,
            Self::Distributed { .. } => Role::Api,
        };
        let own = self.environment();
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        // The later one wins.
        let all: BTreeMap<&str, &str> = COMMON
            .into_iter()
            .chain(variables.iter().copied())
            .chain(own)
            .collect();
        let environment = all
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        Settings::load(role, None, environment).unwrap()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copy = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, &copy).unwrap();
        }
    }
}

/// Open, so that both modes behave alike; a test that is about one of these says otherwise.
const COMMON: [(&str, &str); 12] = [
    ("XORB__ADMIN__LISTEN", "127.0.0.1:0"),
    ("XORB__AUTH__OPEN_SIGN_UP", "true"),
    ("XORB__FEDERATION__ALLOW_PRIVATE_PROVIDERS", "true"),
    ("XORB__GRAPHQL__ANONYMOUS_INTROSPECTION", "true"),
    ("XORB__GRAPHQL__GRAPHIQL", "true"),
    ("XORB__HTTP__LISTEN", "127.0.0.1:0"),
    ("XORB__HTTP__THREADS", "1"),
    ("XORB__JOBS__BACK_OFF_SECONDS__WEBHOOK", "0"),
    ("XORB__JOBS__SCHEDULES__ENABLED", "false"),
    ("XORB__RATE_LIMIT__MODE", "off"),
    ("XORB__SCAN__ALLOW_PRIVATE_TARGETS", "true"),
    ("XORB__WEBHOOKS__ALLOW_PRIVATE_TARGETS", "true"),
];
