//! Lists: Relay connections with keyset cursors.
//!
//! A cursor is opaque and bound to its list, order and filter; a page has 20 items unless the client says, and more
//! than 100 is refused, not clamped.

mod cursor;
mod listing;
mod relay;

pub use cursor::CursorBinding;
pub use listing::Listing;
pub use relay::{Connection, Edge, PageInfo};
