//! A small schema and callers for tests of the edge: nothing behind them but memory.

mod callers;
mod edge;
mod schema;

pub use callers::TestCallers;
pub use edge::{edge, edge_with};
pub use schema::schema;
