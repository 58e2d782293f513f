//! How much there is to do, location by location and person by person.

use std::collections::HashMap;

use uuid::Uuid;
use xorb_entities::map::Erase;

use super::counting::{Counted, Counting};
use super::{actions, erasure_order};
use crate::AppError;
use crate::db::TenantTx;
use crate::privacy::mentions::count_mentions_of;
use crate::privacy::{People, Person};

/// Rows of one location by what happens to them.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// About the person.
    pub deleted: i64,
    /// Sealed documents about others that mention the person.
    pub sealed: i64,
    pub nulled: i64,
    pub redacted: i64,
    pub kept: Vec<(Erase, i64)>,
}

impl Work {
    /// Rows, or files, that the erasure changes.
    pub fn changed(&self) -> i64 {
        self.linked().saturating_add(self.mentioned())
    }

    /// Those to which a link leads.
    pub fn linked(&self) -> i64 {
        self.deleted.saturating_add(self.nulled)
    }

    /// Those that the index of mentions names.
    pub fn mentioned(&self) -> i64 {
        self.sealed.saturating_add(self.redacted)
    }
}

/// Work of each person, location by location, in the order of the erasure.
pub type Works = Vec<(&'static str, Vec<Work>)>;

/// Counts what is about each of `people`, or mentions them, in two statements. The requests that erase them keep their vaults
/// to the end and are not counted.
///
/// # Errors
/// As the database says: a table that is gone is an error, never a count of none.
pub async fn count_work(tx: &TenantTx, people: &[Person]) -> Result<Works, AppError> {
    let mut works: Works = erasure_order()
        .iter()
        .map(|location| (*location, vec![Work::default(); people.len()]))
        .collect();
    count_linked(tx, people, &mut works).await?;
    let identifiers: Vec<_> = people
        .iter()
        .map(|person| person.identifiers.as_slice())
        .collect();
    for (location, whose, rows) in count_mentions_of(tx, &identifiers).await? {
        let table = actions().iter().find(|known| known.table == location);
        let Some((table, work)) = table.zip(work_at(&mut works, &location, whose)) else {
            continue;
        };
        if table.sealed.is_some() {
            work.sealed = rows;
        } else if !table.redacted.is_empty() {
            work.redacted = rows;
        }
    }
    Ok(works)
}

fn work_at<'a>(works: &'a mut Works, location: &str, person: usize) -> Option<&'a mut Work> {
    let (_, of_all) = works.iter_mut().find(|(known, _)| *known == location)?;
    of_all.get_mut(person)
}

async fn count_linked(tx: &TenantTx, people: &[Person], works: &mut Works) -> Result<(), AppError> {
    let together = People::together(people);
    for table in actions() {
        let kept: Vec<_> = table.kept.iter().map(|(_, erase)| (*erase, 0)).collect();
        let of_table = works.iter_mut().filter(|(known, _)| *known == table.table);
        for work in of_table.flat_map(|(_, of_all)| of_all) {
            work.kept.clone_from(&kept);
        }
    }
    if together.subjects.is_empty() {
        return Ok(());
    }
    let counting = Counting::of(tx, &together)?;
    let whose = whose(people);
    for row in tx.query(counting.sql, counting.values).await? {
        let (part, subject): (i64, Uuid) = (row.try_get("", "part")?, row.try_get("", "whose")?);
        let rows: i64 = row.try_get("", "total")?;
        let part = usize::try_from(part).map_err(AppError::internal)?;
        let (Some((location, counted)), Some(person)) =
            (counting.parts.get(part), whose.get(&subject))
        else {
            continue;
        };
        let Some(work) = work_at(works, location, *person) else {
            continue;
        };
        let count = match counted {
            Counted::Deleted => Some(&mut work.deleted),
            Counted::Nulled => Some(&mut work.nulled),
            Counted::Kept(at) => work.kept.get_mut(*at).map(|(_, rows)| rows),
        };
        if let Some(count) = count {
            *count = count.saturating_add(rows);
        }
    }
    Ok(())
}

/// Which subject is which of the people.
fn whose(people: &[Person]) -> HashMap<Uuid, usize> {
    let of_person = |(at, person): (usize, &Person)| {
        let subjects = person.subjects.iter();
        subjects.map(|subject| (*subject, at)).collect::<Vec<_>>()
    };
    people.iter().enumerate().flat_map(of_person).collect()
}
