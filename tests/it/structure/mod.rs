//! Tests that keep the house in order.

pub mod catalog;
mod catalog_postgres;
mod catalog_sqlite;
mod crate_edges;
mod file_sizes;
mod sources;
