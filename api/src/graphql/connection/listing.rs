//! What a list resolver works with: the arguments `first` and `after` in, a connection out.

use std::fmt::Debug;
use std::future::Future;

use xorb_domain::AppError;
use xorb_domain::paging::{Page, Slice};

use super::{Connection, CursorBinding};

/// Items when the client does not say.
const DEFAULT_FIRST: u32 = 20;
/// The most items of a page.
const MAX_FIRST: u32 = 100;

/// A part of a list that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    page: Page,
    binding: CursorBinding,
}

impl Listing {
    /// Reads the arguments `first` and `after` of the list called `list`, with its owner, order and filter: a cursor
    /// fits only the same.
    ///
    /// # Errors
    /// `BadInput` for a `first` outside of 0 to 100 or a cursor of another list, order or filter.
    pub fn new(
        first: Option<i32>,
        after: Option<&str>,
        list: &str,
        scope: impl Debug,
    ) -> Result<Self, AppError> {
        let first = match first.map(u32::try_from) {
            None => DEFAULT_FIRST,
            Some(Ok(first @ 0..=MAX_FIRST)) => first,
            Some(_) => {
                return Err(AppError::BadInput(format!(
                    "`first` must be from 0 to {MAX_FIRST}; page on with `after`"
                )));
            }
        };
        let binding = CursorBinding::new(list, &format!("{scope:?}"))?;
        let after = after.map(|cursor| binding.decode(cursor)).transpose()?;
        Ok(Self {
            page: Page { first, after },
            binding,
        })
    }

    /// What to ask the domain for.
    #[must_use]
    pub fn page(&self) -> Page {
        self.page
    }

    /// The connection of what the domain gave. `count` counts the whole list, if the client asks.
    ///
    /// # Errors
    /// `Internal` if a position can't be serialised: a defect.
    pub fn connection<R, T, F>(
        self,
        slice: Slice<R>,
        count: impl Fn() -> F + Send + Sync + 'static,
    ) -> Result<Connection<T>, AppError>
    where
        T: From<R>,
        F: Future<Output = Result<u64, AppError>> + Send + 'static,
    {
        let rows = slice.items.into_iter();
        let items = rows.map(|(position, row)| Ok((self.binding.encode(&position)?, row.into())));
        Ok(Connection::new(
            items.collect::<Result<_, AppError>>()?,
            slice.has_next,
            self.page.after.is_some(),
            count,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(first: Option<i32>) -> Result<u32, AppError> {
        Listing::new(first, None, "jobs", ()).map(|listing| listing.page().first)
    }

    #[test]
    fn twenty_unless_said_and_more_than_a_hundred_is_refused() {
        assert_eq!(first(None).unwrap(), 20);
        assert_eq!(
            (first(Some(0)).unwrap(), first(Some(100)).unwrap()),
            (0, 100)
        );
        for out_of_range in [-1, 101, i32::MAX, i32::MIN] {
            let refusal = first(Some(out_of_range)).unwrap_err().to_string();
            assert!(refusal.contains("0 to 100"), "{refusal}");
        }
    }
}
