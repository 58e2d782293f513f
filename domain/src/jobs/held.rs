//! Leases and jobs as a table to join with. On PostgreSQL the statement's text is the same for any number of rows, so that
//! its plan is made once.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use sea_orm::Value;
use uuid::Uuid;

use super::{JobRef, Lease};
use crate::db::Dialect;

/// What stands behind `FROM`: `held` with tenant, job, epoch and token in `column1` to `column4`, in one order for everybody,
/// so that batches that lock the same rows don't wait for each other in a circle.
pub(super) fn held(dialect: Dialect, leases: &[Lease], values: &mut Vec<Value>) -> String {
    let mut leases = leases.to_vec();
    leases.sort_unstable_by_key(|lease| lease.job);
    let columns = [
        Column::ids(leases.iter().map(|lease| lease.job.tenant_id)),
        Column::ids(leases.iter().map(|lease| lease.job.job_id)),
        Column::numbers(leases.iter().map(|lease| lease.epoch)),
        Column::ids(leases.iter().map(|lease| lease.token)),
    ];
    table(dialect, "held", &columns, values)
}

/// The same for jobs to be claimed: tenant, job and the token that the claim will have.
pub(super) fn wanted(dialect: Dialect, jobs: &[(JobRef, Uuid)], values: &mut Vec<Value>) -> String {
    let columns = [
        Column::ids(jobs.iter().map(|(job, _)| job.tenant_id)),
        Column::ids(jobs.iter().map(|(job, _)| job.job_id)),
        Column::ids(jobs.iter().map(|(_, token)| *token)),
    ];
    table(dialect, "wanted", &columns, values)
}

/// One column of rows.
pub(super) enum Column {
    Ids(Vec<Uuid>),
    Numbers(Vec<i64>),
    Times(Vec<DateTime<Utc>>),
}

impl Column {
    pub(super) fn ids(ids: impl Iterator<Item = Uuid>) -> Self {
        Self::Ids(ids.collect())
    }

    pub(super) fn numbers(numbers: impl Iterator<Item = i64>) -> Self {
        Self::Numbers(numbers.collect())
    }

    pub(super) fn times(times: impl Iterator<Item = DateTime<Utc>>) -> Self {
        Self::Times(times.collect())
    }

    /// As PostgreSQL reads an array, and its type.
    fn array(&self) -> (String, &'static str) {
        match self {
            Self::Ids(ids) => (joined(ids), "uuid[]"),
            Self::Numbers(numbers) => (joined(numbers), "bigint[]"),
            Self::Times(times) => {
                let times: Vec<_> = times.iter().map(DateTime::to_rfc3339).collect();
                (joined(&times), "timestamptz[]")
            }
        }
    }

    fn value(&self, row: usize) -> Value {
        match self {
            Self::Ids(ids) => ids.get(row).copied().into(),
            Self::Numbers(numbers) => numbers.get(row).copied().into(),
            Self::Times(times) => times.get(row).copied().into(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Ids(ids) => ids.len(),
            Self::Numbers(numbers) => numbers.len(),
            Self::Times(times) => times.len(),
        }
    }
}

/// Columns as a table of this name, with its columns called `column1`, `column2` and so on.
pub(super) fn table(
    dialect: Dialect,
    name: &str,
    columns: &[Column],
    values: &mut Vec<Value>,
) -> String {
    let mut sql = String::new();
    match dialect {
        Dialect::Postgres => {
            let mut names = Vec::new();
            for (at, column) in columns.iter().enumerate() {
                let (array, kind) = column.array();
                values.push(array.into());
                let comma = if at == 0 { "unnest(" } else { ", " };
                let _ = write!(sql, "{comma}${}::text::{kind}", values.len());
                names.push(format!("column{}", at + 1));
            }
            let _ = write!(sql, ") AS {name}({})", names.join(", "));
        }
        Dialect::Sqlite => {
            for row in 0..columns.first().map_or(0, Column::len) {
                sql.push_str(if row == 0 { "(VALUES (" } else { "), (" });
                for (at, column) in columns.iter().enumerate() {
                    values.push(column.value(row));
                    let comma = if at == 0 { "" } else { ", " };
                    let _ = write!(sql, "{comma}${}", values.len());
                }
            }
            let _ = write!(sql, ")) AS {name}");
        }
    }
    sql
}

fn joined<T: ToString>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    format!("{{{}}}", items.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(rows: i64) -> Vec<Column> {
        let ids = (0..rows).map(|n| Uuid::from_u128(n.unsigned_abs().into()));
        vec![Column::ids(ids), Column::numbers(0..rows)]
    }

    #[test]
    fn the_statement_is_the_same_for_any_number_of_rows() {
        let sql = |rows| table(Dialect::Postgres, "t", &columns(rows), &mut vec![1.into()]);
        assert_eq!(sql(1), sql(500));
        assert_eq!(
            sql(1),
            "unnest($2::text::uuid[], $3::text::bigint[]) AS t(column1, column2)"
        );
    }

    #[test]
    fn sqlite_gets_each_value_by_itself() {
        let mut values = vec![1.into()];
        let sql = table(Dialect::Sqlite, "t", &columns(2), &mut values);
        assert_eq!(sql, "(VALUES ($2, $3), ($4, $5)) AS t");
        assert_eq!(values.len(), 5);
    }
}
