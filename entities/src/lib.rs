//! XORB's tables as models, one file a table, in the areas that every crate shares; typed public ids; and the data map.
//!
//! The migrations are the truth about the schema. A structural test holds these models, and the map, equal to it.

pub mod assets;
pub mod audit;
pub mod findings;
pub mod identity;
pub mod ids;
pub mod jobs;
pub mod map;
pub mod privacy;
pub mod scans;
pub mod tables;
pub mod tenants;
pub mod webhooks;
