//! Cursors: where a page ended, and of which list, order and filter.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{Context, SHA256};
use serde::Serialize;
use serde::de::DeserializeOwned;
use xorb_domain::AppError;

/// Changes when the form of cursors does: older ones are refused then.
const VERSION: u8 = 1;
const BINDING_LENGTH: usize = 8;
/// Longest cursor that is read.
const MAX_LENGTH: usize = 1_024;

/// What cursors of one list are bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorBinding([u8; BINDING_LENGTH]);

impl CursorBinding {
    /// Binds to a list by name, and to its scope: owner, order and filter.
    ///
    /// # Errors
    /// `Internal` if the scope can't be serialised: a defect.
    pub fn new(list: &str, scope: &impl Serialize) -> Result<Self, AppError> {
        let parts = serde_json::to_vec(&(list, scope)).map_err(AppError::internal)?;
        let mut context = Context::new(&SHA256);
        context.update(&parts);
        let mut binding = [0; BINDING_LENGTH];
        for (to, from) in binding.iter_mut().zip(context.finish().as_ref()) {
            *to = *from;
        }
        Ok(Self(binding))
    }

    /// The cursor of the item with this key.
    ///
    /// # Errors
    /// `Internal` if the key can't be serialised: a defect.
    pub fn encode(&self, key: &impl Serialize) -> Result<String, AppError> {
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&self.0);
        serde_json::to_writer(&mut bytes, key).map_err(AppError::internal)?;
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The key in a cursor.
    ///
    /// # Errors
    /// `BadInput` if it is no cursor of this list with this order and filter.
    pub fn decode<K: DeserializeOwned>(&self, cursor: &str) -> Result<K, AppError> {
        let bytes = URL_SAFE_NO_PAD
            .decode(cursor)
            .ok()
            .filter(|_| cursor.len() <= MAX_LENGTH);
        let key = bytes.as_deref().and_then(|bytes| {
            let bound = bytes.strip_prefix(&[VERSION])?;
            serde_json::from_slice(bound.strip_prefix(&self.0)?).ok()
        });
        key.ok_or_else(|| {
            let text = "`after` is no cursor of this list with this order and filter; leave it out to start again";
            AppError::BadInput(text.into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binding(order: &str, filter: Option<&str>) -> CursorBinding {
        CursorBinding::new("scans", &(order, filter)).unwrap()
    }

    #[test]
    fn a_cursor_gives_its_key_back() {
        let bound = binding("NEWEST", None);
        let cursor = bound.encode(&("2026-01-31", 7)).unwrap();
        assert_eq!(
            bound.decode::<(String, i32)>(&cursor).unwrap(),
            ("2026-01-31".into(), 7)
        );
    }

    #[test]
    fn another_order_filter_or_list_refuses_it() {
        let cursor = binding("NEWEST", None).encode(&7).unwrap();
        let other_list = CursorBinding::new("jobs", &("NEWEST", None::<&str>)).unwrap();
        for other in [
            binding("OLDEST", None),
            binding("NEWEST", Some("open")),
            other_list,
        ] {
            assert!(matches!(
                other.decode::<i32>(&cursor),
                Err(AppError::BadInput(_))
            ));
        }
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let long = "A".repeat(5_000);
        for text in ["", "x", "####", "AQ", long.as_str()] {
            assert!(
                matches!(
                    binding("A", None).decode::<i32>(text),
                    Err(AppError::BadInput(_))
                ),
                "{text}"
            );
        }
        let of_another_type = binding("A", None).encode(&"text").unwrap();
        assert!(binding("A", None).decode::<i32>(&of_another_type).is_err());
    }
}
