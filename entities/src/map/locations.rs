//! The stores that are no tables, one by one.

use super::{
    AUDIT, Category, Erase, Export, INFRASTRUCTURE, JOBS, LOG_IN, Link, Location, LogPolicy, MAILS,
    REQUESTS, Retention, Store, Terms,
};

/// Every store that is no table.
#[must_use]
pub const fn locations() -> &'static [Location] {
    LOCATIONS
}

const LOCATIONS: &[Location] = &[
    impersonal(
        "redis:queue",
        Store::Redis,
        "ids of tenants and jobs that wait",
        JOBS,
    ),
    impersonal(
        "redis:wake",
        Store::Redis,
        "a signal that there is work",
        JOBS,
    ),
    impersonal(
        "redis:events",
        Store::Redis,
        "ids of tenants, scans and jobs that changed",
        JOBS,
    ),
    impersonal(
        "files:master.key",
        Store::File,
        "the master key: random bytes",
        INFRASTRUCTURE,
    ),
    impersonal(
        "files:certificate-keys.json",
        Store::File,
        "public keys",
        INFRASTRUCTURE,
    ),
    impersonal(
        "files:audit-checkpoints.jsonl",
        Store::File,
        "signed heads of audit chains: sequence numbers and hashes",
        AUDIT,
    ),
    impersonal(
        "files:erasure-ledger.jsonl",
        Store::File,
        "signed lines of erasures: random ids and keyed digests, to repeat them after a restore",
        REQUESTS,
    ),
    Location {
        category: Category::Contact,
        link: Link::Mention,
        erase: Erase::Delete,
        export: Export::Include,
        log: LogPolicy::Never,
        ..impersonal(
            "files:mail",
            Store::Folder,
            "sent mails as .eml files, recipient and all",
            MAILS,
        )
    },
    unattested(
        "memory:rate-limiter",
        Store::Memory,
        Category::Network,
        "network addresses of callers",
        Terms {
            retention: Retention::Day,
            ..LOG_IN
        },
        "minutes after the last request, or the process's end",
    ),
    unattested(
        "logs",
        Store::Log,
        Category::NotPersonal("the log policy of every column keeps personal data out"),
        "request ids, row ids, codes and durations",
        INFRASTRUCTURE,
        "when the operator's log retention ends",
    ),
    unattested(
        "telemetry",
        Store::Log,
        Category::NotPersonal("spans hold the facts of operations, never their contents"),
        "names and hashes of operations, costs and request ids, in the operator's collector if there is one",
        INFRASTRUCTURE,
        "when the collector's retention ends",
    ),
    unattested(
        "database:journal",
        Store::DatabaseJournal,
        Category::Content,
        "former row contents: PostgreSQL's write-ahead log and dead rows, SQLite's -wal file and free pages",
        INFRASTRUCTURE,
        "when the database has recycled its log and vacuumed",
    ),
    unattested(
        "database:backups",
        Store::Backup,
        Category::Content,
        "whole copies of the database; a restored one replays the erasure ledger before it is ready",
        REQUESTS,
        "when the operator's oldest backup is deleted",
    ),
];

/// A store in which nothing is about a person.
const fn impersonal(
    name: &'static str,
    store: Store,
    holds: &'static str,
    terms: Terms,
) -> Location {
    Location {
        name,
        store,
        holds,
        category: Category::NotPersonal(holds),
        link: Link::Nobody,
        terms,
        erase: Erase::Untouched,
        export: Export::Exclude("no personal data"),
        log: LogPolicy::Never,
        expires: None,
    }
}

/// A store that an erasure cannot reach, and that forgets by itself.
const fn unattested(
    name: &'static str,
    store: Store,
    category: Category,
    holds: &'static str,
    terms: Terms,
    expires: &'static str,
) -> Location {
    Location {
        name,
        store,
        holds,
        category,
        link: Link::Mention,
        terms,
        erase: Erase::Retain {
            ground: "out of reach of single deletions",
            until: expires,
        },
        export: Export::Exclude("a copy of data that is exported from its table"),
        log: LogPolicy::Never,
        expires: Some(expires),
    }
}
