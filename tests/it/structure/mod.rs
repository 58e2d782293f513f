//! Tests that keep the house in order.

mod crate_edges;
mod file_sizes;
mod sources;
