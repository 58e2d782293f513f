//! What differs between SQLite and PostgreSQL, in one place: no use case asks which database it runs on.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sea_orm::DbBackend;

/// The database's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Three walls, any number of processes.
    Postgres,
    /// One process, two walls.
    Sqlite,
}

impl Dialect {
    /// The dialect of a database URL, by its scheme.
    #[must_use]
    pub fn of_url(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            Self::Sqlite
        } else {
            Self::Postgres
        }
    }

    /// For building statements.
    #[must_use]
    pub fn backend(self) -> DbBackend {
        match self {
            Self::Postgres => DbBackend::Postgres,
            Self::Sqlite => DbBackend::Sqlite,
        }
    }

    /// An SQL expression for "now plus `offset`" that all processes agree on: the database's own clock, or, where the
    /// database has none to speak of and there is one process, the process clock.
    #[must_use]
    pub fn now_plus(self, process_now: DateTime<Utc>, offset: TimeDelta) -> String {
        match self {
            Self::Postgres => format!(
                "(clock_timestamp() + interval '{} milliseconds')",
                offset.num_milliseconds()
            ),
            Self::Sqlite => format!("'{}'", Self::sqlite_text(process_now + offset)),
        }
    }

    /// An SQL expression for now; see `now_plus`.
    #[must_use]
    pub fn now(self, process_now: DateTime<Utc>) -> String {
        self.now_plus(process_now, TimeDelta::zero())
    }

    /// Gives a bound parameter of a `VALUES` list its type, which PostgreSQL can't infer there.
    #[must_use]
    pub fn uuid_cast(self) -> &'static str {
        match self {
            Self::Postgres => "::uuid",
            Self::Sqlite => "",
        }
    }

    /// The same for 64-bit integers.
    #[must_use]
    pub fn big_cast(self) -> &'static str {
        match self {
            Self::Postgres => "::bigint",
            Self::Sqlite => "",
        }
    }

    /// Locks the selected rows until the transaction ends. SQLite has one writer at a time anyway.
    #[must_use]
    pub fn for_update(self) -> &'static str {
        match self {
            Self::Postgres => " FOR UPDATE",
            Self::Sqlite => "",
        }
    }

    /// Keeps the selected rows as they are until the transaction ends; others may do the same.
    #[must_use]
    pub fn for_share(self) -> &'static str {
        match self {
            Self::Postgres => " FOR SHARE",
            Self::Sqlite => "",
        }
    }

    /// Like `for_update`, but passes over rows that somebody else holds.
    #[must_use]
    pub fn for_update_skip_locked(self) -> &'static str {
        match self {
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
            Self::Sqlite => "",
        }
    }

    /// Makes the transactions that name the same number come one after the other. SQLite has one writer at a time anyway.
    #[must_use]
    pub fn take_turns(self) -> Option<&'static str> {
        match self {
            Self::Postgres => Some("SELECT 1 AS one FROM pg_advisory_xact_lock($1)"),
            Self::Sqlite => None,
        }
    }

    /// The text form in which the SQLite driver stores an instant: it sorts as the time does.
    fn sqlite_text(at: DateTime<Utc>) -> String {
        at.to_rfc3339_opts(SecondsFormat::AutoSi, false)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn stored_instants_sort_as_the_time_does_whatever_their_fraction() {
        let second = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        let instants = [
            0, 1, 999, 1_000, 123_000, 123_001, 500_000, 999_999, 1_000_000,
        ]
        .map(|micros| Dialect::sqlite_text(second + TimeDelta::microseconds(micros)));
        assert!(instants.is_sorted(), "{instants:?}");
    }
}
