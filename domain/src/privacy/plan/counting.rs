//! One statement that counts, in every location, the rows to which links lead.

use std::fmt::Write;

use sea_orm::Value;
use xorb_entities::map::Link;

use super::condition::still_set;
use super::route::route;
use super::{MAIL_FILES, Nulled, TableActions, actions};
use crate::AppError;
use crate::db::{TenantTx, placeholder_list};
use crate::privacy::People;

/// What one part of the statement counts.
#[derive(Clone, Copy)]
pub(super) enum Counted {
    Deleted,
    Nulled,
    /// By its place in the table's actions.
    Kept(usize),
}

/// The statement: its rows are `part`, `whose`, `total`.
pub(super) struct Counting {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
    /// What each part counts, and where.
    pub(super) parts: Vec<(&'static str, Counted)>,
}

impl Counting {
    /// The statement for these people, of whom there must be one at least.
    ///
    /// # Errors
    /// `Internal` if the map has a link that leads nowhere.
    pub(super) fn of(tx: &TenantTx, people: &People) -> Result<Self, AppError> {
        let mut values = people.values(tx);
        let own = placeholder_list(values.len(), people.requests.len());
        values.extend(people.requests.iter().map(|request| Value::from(*request)));
        // Each mail that was sent has left a file of its name.
        let sql = format!(
            "SELECT CAST(0 AS BIGINT) AS part, subject_id AS whose, count(*) AS total FROM outgoing_mails \
             WHERE tenant_id = $1 AND {} AND state = 'sent' GROUP BY subject_id",
            people.is_subject(tx, "subject_id")
        );
        let mut counting = Self {
            sql,
            values,
            parts: vec![(MAIL_FILES, Counted::Deleted)],
        };
        for table in actions() {
            if let Some(link) = table.delete {
                counting.add(tx, people, table, link, "", Counted::Deleted)?;
            }
            for Nulled { link, columns } in &table.nulled {
                let still = still_set("t.", table, columns, &own);
                counting.add(tx, people, table, *link, &still, Counted::Nulled)?;
            }
            for (at, (link, _)) in table.kept.iter().enumerate() {
                counting.add(tx, people, table, *link, "", Counted::Kept(at))?;
            }
        }
        Ok(counting)
    }

    fn add(
        &mut self,
        tx: &TenantTx,
        people: &People,
        table: &TableActions,
        link: Link,
        still: &str,
        counted: Counted,
    ) -> Result<(), AppError> {
        let Some(route) = route(link)? else {
            return Ok(());
        };
        let _ = write!(
            self.sql,
            " UNION ALL SELECT {part}, {whose}, count(*) FROM {name} t{joins} \
             WHERE t.tenant_id = $1 AND {is_theirs}{still} GROUP BY {whose}",
            part = self.parts.len(),
            whose = route.whose,
            name = table.table,
            joins = route.joins,
            is_theirs = people.is_subject(tx, &route.whose),
        );
        self.parts.push((table.table, counted));
        Ok(())
    }
}
