//! What the database itself refuses, whatever the program does: the migrated schema, on both databases.

mod append_only;
mod erasure_pass;
mod grants;
pub mod migrated_database;
mod migrations;
mod round_trip;
mod rows;
mod subject_fence;
mod subject_fence_race;
mod tenant_wall;
