//! Every column of every table filled for two people; one is erased. Exactly that one's needles are gone, and only those
//! that the data map does not keep.

use std::collections::BTreeSet;

use sea_orm::{Database, DatabaseConnection, DbBackend};
use uuid::Uuid;
use xorb_domain::identity::Role;
use xorb_entities::map::Erase;

use super::filled_rows::{Filler, Needle, Person, query};
use super::request::Office;
use crate::both_modes;
use crate::harness::{Stores, TestApp};
use crate::structure::catalog::Catalog;

const ERASED: &str = "pentester@acme.example";
const OTHER: &str = "viewer@acme.example";

/// A database with everything in it that can be in it, and where the needles are.
pub struct Haystack {
    pub db: DatabaseConnection,
    pub office: Office,
    pub erased: Vec<Needle>,
    pub other: Vec<Needle>,
}

impl Haystack {
    pub async fn new(app: &TestApp) -> Self {
        let office = Office::new(app).await;
        app.member(Role::Pentester).await;
        app.member(Role::Viewer).await;
        let db = Database::connect(owner_url(app)).await.unwrap();
        let filler = Filler::new(&db).await;
        let (erased, other) = (
            person(&db, "a", ERASED, 0xa).await,
            person(&db, "b", OTHER, 0xb).await,
        );
        Self {
            erased: filler.fill(&erased).await,
            other: filler.fill(&other).await,
            db,
            office,
        }
    }

    /// All that can be read in the tables and in the other stores, as one text for each place.
    async fn dump(&self, app: &TestApp) -> Vec<(String, String)> {
        let mut texts = dump_tables(&self.db).await;
        for folder in [app.stores().data_dir().join("mail")] {
            for file in std::fs::read_dir(folder).into_iter().flatten() {
                let path = file.unwrap().path();
                texts.push((
                    path.display().to_string(),
                    std::fs::read_to_string(&path).unwrap(),
                ));
            }
        }
        texts
    }
}

impl Haystack {
    /// Erases the person; the state of the request then.
    pub async fn erase(&self, app: &TestApp) -> String {
        let request = self.office.order(ERASED).await;
        app.run_jobs().await;
        let seen = self.office.read(&request).await;
        seen["state"].as_str().unwrap().to_owned()
    }

    /// What is not as the map says, now that the person is erased.
    pub async fn complaints(&self, app: &TestApp) -> BTreeSet<String> {
        let after = self.dump(app).await;
        let (left, meant) = (present(&self.erased, &after), kept(&self.erased));
        let others = present(&self.other, &after);
        let lost_of_others: BTreeSet<&str> =
            all(&self.other).difference(&others).copied().collect();
        let lines = [
            ("left", left.difference(&meant).copied().collect()),
            ("lost", meant.difference(&left).copied().collect()),
            ("lost of somebody else", lost_of_others),
        ];
        let lines = lines
            .into_iter()
            .flat_map(|(what, tokens): (_, BTreeSet<&str>)| {
                let said = tokens
                    .into_iter()
                    .map(move |token| format!("{what}: {token}"));
                said.collect::<Vec<_>>()
            });
        lines.collect()
    }

    /// Why requests are blocked, for the message of a test that fails.
    async fn blocked(&self) -> Vec<String> {
        let sql = "SELECT blocked_code FROM data_subject_requests WHERE blocked_code IS NOT NULL";
        let rows = query(&self.db, sql).await;
        rows.iter()
            .map(|row| row.try_get("", "blocked_code").unwrap())
            .collect()
    }
}

fn owner_url(app: &TestApp) -> &str {
    match app.stores() {
        Stores::Embedded(sqlite) => &sqlite.url,
        Stores::Distributed { database, .. } => &database.superuser_url,
    }
}

async fn person(
    db: &DatabaseConnection,
    name: &'static str,
    address: &str,
    rows_id: u128,
) -> Person {
    let sql =
        format!("SELECT tenant_id, subject_id, id FROM users WHERE email_normalized = '{address}'");
    let row = query(db, &sql).await.pop().unwrap();
    Person {
        name,
        address: address.to_owned(),
        tenant_id: row.try_get("", "tenant_id").unwrap(),
        subject_id: row.try_get("", "subject_id").unwrap(),
        user_id: row.try_get("", "id").unwrap(),
        rows_id: Uuid::from_u128(rows_id),
    }
}

/// The text of each column of each table; bytes as far as they are text.
async fn dump_tables(db: &DatabaseConnection) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (table, columns) in Catalog::read(db).await.tables {
        for column in columns.columns.keys() {
            let as_text = match db.get_database_backend() {
                DbBackend::Sqlite => format!("CAST({column} AS text)"),
                _ if columns.columns[column].kind == "bytea" => {
                    format!("encode({column}, 'escape')")
                }
                _ => format!("{column}::text"),
            };
            let sql = format!("SELECT {as_text} AS text FROM {table} WHERE {column} IS NOT NULL");
            let rows = query(db, &sql).await;
            let all: Vec<String> = rows
                .iter()
                .map(|row| row.try_get("", "text").unwrap_or_default())
                .collect();
            texts.push((format!("{table}.{column}"), all.join("\n")));
        }
    }
    texts
}

/// The first word of a needle; what follows it is an address.
pub fn token(needle: &Needle) -> &str {
    needle.text.split(' ').next().unwrap()
}

fn present<'a>(needles: &'a [Needle], texts: &[(String, String)]) -> BTreeSet<&'a str> {
    let found = |needle: &&Needle| texts.iter().any(|(_, text)| text.contains(token(needle)));
    needles.iter().filter(found).map(token).collect()
}

fn all(needles: &[Needle]) -> BTreeSet<&str> {
    needles.iter().map(token).collect()
}

/// The needles that the map lets stay: what is retained, what is about nobody, and the text around a mention.
fn kept(needles: &[Needle]) -> BTreeSet<&str> {
    let stays = |needle: &&Needle| {
        matches!(
            needle.erase,
            Erase::Retain { .. } | Erase::Untouched | Erase::RedactMentions
        )
    };
    needles.iter().filter(stays).map(token).collect()
}

both_modes! {
    async fn an_erasure_takes_exactly_the_needles_of_its_person(app: &TestApp) {
        let haystack = Haystack::new(app).await;
        // Nothing is gone yet: a needle that is not found here could not be missed later.
        let before = haystack.dump(app).await;
        assert_eq!(present(&haystack.erased, &before), all(&haystack.erased));
        assert_ne!(kept(&haystack.erased), all(&haystack.erased));
        assert_eq!(haystack.erase(app).await, "COMPLETED", "{:?}", haystack.blocked().await);
        assert_eq!(haystack.complaints(app).await, BTreeSet::new());
        let after = haystack.dump(app).await;
        let places = |address: &str| -> Vec<&str> {
            let holding = after.iter().filter(|(_, text)| text.to_lowercase().contains(address));
            holding.map(|(place, _)| place.as_str()).collect()
        };
        // Only the letter that tells the person so.
        let letters = places(ERASED);
        assert!(letters.len() == 1 && letters[0].contains("/mail/"), "{letters:?}");
        assert!(places(OTHER).len() > 10);
    }
}
