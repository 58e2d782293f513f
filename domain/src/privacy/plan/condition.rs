//! Which rows are about a person, as SQL: the links of the data map, followed to their end.

use std::fmt::Write;

use sea_orm::Value;
use uuid::Uuid;
use xorb_entities::map::{self, Link};

use super::{TableActions, actions};
use crate::AppError;
use crate::db::{Dialect, id_values, is_one_of_ids, placeholder_list};

/// A condition on the rows of one table, and its values: `$1` is the tenant.
pub struct Condition {
    pub sql: String,
    pub values: Vec<Value>,
}

impl Condition {
    /// Only rows in which one of `columns` is still set, and never a request of the erasure itself, which keeps its vault
    /// to the end.
    pub fn where_set(mut self, table: &TableActions, columns: &[&str], requests: &[Uuid]) -> Self {
        let own = placeholder_list(self.values.len(), requests.len());
        if table.table == "data_subject_requests" {
            self.values
                .extend(requests.iter().map(|request| Value::from(*request)));
        }
        self.sql.push_str(&still_set("", table, columns, &own));
        self
    }
}

/// The rows that `link` leads to for one of `subjects`. `None` if it can lead to none.
///
/// # Errors
/// `Internal` if the map has a link that leads nowhere.
pub fn condition(
    dialect: Dialect,
    tenant_id: Uuid,
    link: Link,
    subjects: &[Uuid],
) -> Result<Option<Condition>, AppError> {
    if subjects.is_empty() {
        return Ok(None);
    }
    let mut values: Vec<Value> = vec![tenant_id.into()];
    values.extend(id_values(dialect, subjects));
    let sql = follow(dialect, link, subjects.len(), MAX_HOPS)?;
    Ok(sql.map(|sql| Condition { sql, values }))
}

/// ` AND …`: one of `columns` is set, and the row is none of the requests whose placeholders are `own`. `at` is the table's
/// alias with its dot, or nothing.
pub fn still_set(at: &str, table: &TableActions, columns: &[&str], own: &str) -> String {
    let set: Vec<String> = columns
        .iter()
        .map(|column| format!("{at}{column} IS NOT NULL"))
        .collect();
    let mut sql = format!(" AND ({})", set.join(" OR "));
    if table.table == "data_subject_requests" {
        let _ = write!(sql, " AND {at}id NOT IN ({own})");
    }
    sql
}

/// Longer ways than this are a circle in the map.
const MAX_HOPS: usize = 4;

fn follow(
    dialect: Dialect,
    link: Link,
    subjects: usize,
    hops: usize,
) -> Result<Option<String>, AppError> {
    match link {
        Link::Subject(column) => Ok(Some(is_one_of_ids(dialect, column, 1, subjects))),
        Link::Through { column, table } => {
            let next = map::tables().iter().find(|known| known.table == table);
            let target = actions().iter().find(|known| known.table == table);
            let (Some(next), Some(target), Some(hops)) = (next, target, hops.checked_sub(1)) else {
                return Err(AppError::internal(format!(
                    "the data map leads through {table} to nobody"
                )));
            };
            let rest = follow(dialect, next.link, subjects, hops)?;
            Ok(rest.map(|rest| {
                let key = target.key_sql();
                format!("{column} IN (SELECT {key} FROM {table} WHERE tenant_id = $1 AND {rest})")
            }))
        }
        Link::Mention | Link::Nobody => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sql(link: Link) -> String {
        let subjects = [Uuid::from_u128(1), Uuid::from_u128(2)];
        condition(Dialect::Sqlite, Uuid::nil(), link, &subjects)
            .unwrap()
            .unwrap()
            .sql
    }

    #[test]
    fn links_are_followed_to_the_person() {
        assert_eq!(sql(Link::Subject("subject_id")), "subject_id IN ($2, $3)");
        assert_eq!(
            sql(Link::through("invited_by", "users")),
            "invited_by IN (SELECT id FROM users WHERE tenant_id = $1 AND subject_id IN ($2, $3))"
        );
        assert_eq!(
            sql(Link::through("actor_pid", "subject_pids")),
            "actor_pid IN (SELECT pid FROM subject_pids WHERE tenant_id = $1 AND subject_id IN ($2, $3))"
        );
    }

    #[test]
    fn nobody_is_about_no_row() {
        let none = condition(
            Dialect::Sqlite,
            Uuid::nil(),
            Link::Subject("subject_id"),
            &[],
        )
        .unwrap();
        assert!(none.is_none());
        assert!(
            condition(Dialect::Sqlite, Uuid::nil(), Link::Mention, &[Uuid::nil()])
                .unwrap()
                .is_none()
        );
    }
}
