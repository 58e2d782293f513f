//! Tests that keep the house in order.

mod asvs;
pub mod catalog;
mod catalog_postgres;
mod catalog_sqlite;
mod crate_edges;
mod data_map;
mod enums;
mod erasure_order;
mod file_sizes;
mod foreign_keys;
mod models;
mod row_level_security;
pub mod sources;
pub mod subject_links;
pub mod tenancy;
mod unique_texts;
