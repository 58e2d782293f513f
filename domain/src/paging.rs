//! Pages of a list: by keyset, never by offset, so that rows that come or go between two pages neither repeat nor hide
//! others.
//!
//! A list function fetches one row more than was asked for; whether it is there says whether there is a next page.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::AppError;

/// Where a page ended: what the list is ordered by, of its last row. Opaque to clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keyset {
    /// Newest first.
    At(DateTime<Utc>, Uuid),
    /// Newest first, where the ids sort by time.
    Id(Uuid),
    /// By a rank, then by age.
    Rank(i32, Uuid),
    /// By a number that grows by one.
    Seq(i64),
}

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// At most this many rows; the API has checked it (1 to 100).
    pub first: u32,
    /// Only what follows this row.
    pub after: Option<Keyset>,
}

impl Page {
    /// The first `first` rows.
    #[must_use]
    pub fn first(first: u32) -> Self {
        Self { first, after: None }
    }

    /// How many rows to fetch: one more than is shown.
    #[must_use]
    pub fn limit(&self) -> u64 {
        u64::from(self.first).saturating_add(1)
    }

    /// The position in a list that is ordered by time.
    ///
    /// # Errors
    /// `BadInput` if the cursor was made by a list of another order.
    pub fn after_time(&self) -> Result<Option<(DateTime<Utc>, Uuid)>, AppError> {
        match self.after {
            None => Ok(None),
            Some(Keyset::At(at, id)) => Ok(Some((at, id))),
            Some(_) => Err(foreign_cursor()),
        }
    }

    /// The position in a list that is ordered by ids.
    ///
    /// # Errors
    /// `BadInput` if the cursor was made by a list of another order.
    pub fn after_id(&self) -> Result<Option<Uuid>, AppError> {
        match self.after {
            None => Ok(None),
            // Such a list may have been ordered by time before, which is the same.
            Some(Keyset::Id(id) | Keyset::At(_, id)) => Ok(Some(id)),
            Some(_) => Err(foreign_cursor()),
        }
    }

    /// The position in a list that is ordered by rank.
    ///
    /// # Errors
    /// `BadInput` if the cursor was made by a list of another order.
    pub fn after_rank(&self) -> Result<Option<(i32, Uuid)>, AppError> {
        match self.after {
            None => Ok(None),
            Some(Keyset::Rank(rank, id)) => Ok(Some((rank, id))),
            Some(_) => Err(foreign_cursor()),
        }
    }

    /// The position in a list that is numbered.
    ///
    /// # Errors
    /// `BadInput` if the cursor was made by a list of another order.
    pub fn after_seq(&self) -> Result<Option<i64>, AppError> {
        match self.after {
            None => Ok(None),
            Some(Keyset::Seq(seq)) => Ok(Some(seq)),
            Some(_) => Err(foreign_cursor()),
        }
    }
}

fn foreign_cursor() -> AppError {
    AppError::BadInput(
        "this `after` comes from a list in another order; start without it".to_owned(),
    )
}

/// One page.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// The rows, each with its position.
    pub items: Vec<(Keyset, T)>,
    /// Whether there are more behind it.
    pub has_next: bool,
}

impl<T> Slice<T> {
    /// The page of `rows`, which hold one more than the page if there is a next one.
    pub(crate) fn new(mut rows: Vec<T>, page: &Page, position: impl Fn(&T) -> Keyset) -> Self {
        let shown = usize::try_from(page.first).unwrap_or(usize::MAX);
        let has_next = rows.len() > shown;
        rows.truncate(shown);
        let items = rows.into_iter().map(|row| (position(&row), row)).collect();
        Self { items, has_next }
    }

    /// The same page with each row turned into another.
    #[must_use]
    pub fn map<U>(self, turn: impl Fn(T) -> U) -> Slice<U> {
        let items = self.items.into_iter();
        Slice {
            items: items.map(|(position, row)| (position, turn(row))).collect(),
            has_next: self.has_next,
        }
    }

    /// The same page with other rows, one for each.
    pub(crate) fn with<U>(self, rows: Vec<U>) -> Slice<U> {
        let positions = self.items.into_iter().map(|(position, _)| position);
        Slice {
            items: positions.zip(rows).collect(),
            has_next: self.has_next,
        }
    }
}

/// Orders by `at`, newest first, and cuts out the page.
pub(crate) fn newest_first<E: EntityTrait>(
    select: Select<E>,
    at: E::Column,
    id: E::Column,
    page: &Page,
) -> Result<Select<E>, AppError> {
    let ordered = select
        .order_by_desc(at)
        .order_by_desc(id)
        .limit(page.limit());
    Ok(match page.after_time()? {
        None => ordered,
        Some((last_at, last_id)) => ordered.filter(
            Expr::tuple([at.into_expr(), id.into_expr()])
                .lt(Expr::tuple([last_at.into(), last_id.into()])),
        ),
    })
}

/// The same by ids that sort by time: the primary key is the list.
pub(crate) fn newest_ids_first<E: EntityTrait>(
    select: Select<E>,
    id: E::Column,
    page: &Page,
) -> Result<Select<E>, AppError> {
    let ordered = select.order_by_desc(id).limit(page.limit());
    Ok(match page.after_id()? {
        None => ordered,
        Some(last) => ordered.filter(id.lt(last)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_of(rows: u32, first: u32) -> Slice<u32> {
        let rows = (0..rows).collect();
        Slice::new(rows, &Page::first(first), |row| Keyset::Seq((*row).into()))
    }

    #[test]
    fn the_row_beyond_the_page_is_not_shown_and_says_that_there_is_more() {
        let page = page_of(3, 2);
        assert_eq!(page.items, [(Keyset::Seq(0), 0), (Keyset::Seq(1), 1)]);
        assert!(page.has_next);
        assert!(!page_of(2, 2).has_next);
    }

    #[test]
    fn a_cursor_of_another_order_is_refused() {
        let page = Page {
            first: 1,
            after: Some(Keyset::Seq(7)),
        };
        assert_eq!(page.after_seq().unwrap(), Some(7));
        assert!(page.after_time().is_err());
        assert!(page.after_id().is_err());
        assert!(page.after_rank().is_err());
    }

    #[test]
    fn a_position_survives_its_way_through_a_cursor() {
        let at = DateTime::from_timestamp_micros(1_800_000_000_123_456).unwrap();
        let position = Keyset::At(at, Uuid::max());
        let text = serde_json::to_string(&position).unwrap();
        assert_eq!(serde_json::from_str::<Keyset>(&text).unwrap(), position);
    }
}
