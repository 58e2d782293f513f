//! Which part of a list a client asks for.

use serde::de::DeserializeOwned;
use xorb_domain::AppError;

use super::CursorBinding;

/// Items when the client does not say.
const DEFAULT_PAGE: u16 = 20;
/// The most items of a page.
pub const MAX_PAGE: u16 = 100;

/// A part of a list: at most `limit` items after the one with the key `after`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<K> {
    /// How many, 0 to 100.
    pub limit: u16,
    /// After which; from the beginning if not said.
    pub after: Option<K>,
}

impl<K: DeserializeOwned> Page<K> {
    /// Reads the arguments `first` and `after`.
    ///
    /// # Errors
    /// `BadInput` for a `first` outside of 0 to 100 or a cursor of another list, order or filter.
    pub fn new(
        first: Option<i32>,
        after: Option<&str>,
        binding: &CursorBinding,
    ) -> Result<Self, AppError> {
        let limit = match first {
            None => DEFAULT_PAGE,
            Some(first) => u16::try_from(first)
                .ok()
                .filter(|first| *first <= MAX_PAGE)
                .ok_or_else(|| {
                    AppError::BadInput(format!(
                        "`first` must be from 0 to {MAX_PAGE}; page on with `after`"
                    ))
                })?,
        };
        Ok(Self {
            limit,
            after: after.map(|cursor| binding.decode(cursor)).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(first: Option<i32>) -> Result<u16, AppError> {
        let binding = CursorBinding::new("x", &(), &()).unwrap();
        Page::<i32>::new(first, None, &binding).map(|page| page.limit)
    }

    #[test]
    fn twenty_unless_said_and_more_than_a_hundred_is_refused() {
        assert_eq!(limit(None).unwrap(), 20);
        assert_eq!(
            (limit(Some(0)).unwrap(), limit(Some(100)).unwrap()),
            (0, 100)
        );
        for first in [-1, 101, i32::MAX, i32::MIN] {
            assert!(
                limit(Some(first))
                    .unwrap_err()
                    .to_string()
                    .contains("0 to 100")
            );
        }
    }
}
