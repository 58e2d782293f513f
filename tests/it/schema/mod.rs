//! What the database itself refuses, whatever the program does: the migrated schema, on both databases.

mod append_only;
mod erasure_pass;
mod every_table;
mod grants;
pub mod migrated_database;
mod migrations;
mod migrations_apart;
mod round_trip;
mod rows;
mod subject_fence;
mod subject_fence_race;
mod tenant_wall;
