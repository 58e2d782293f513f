//! The API as clients meet it.

mod ids_in_schema;
mod other_tenants_ids;
mod schema_client;

pub use ids_in_schema::places_of_ids;
pub use schema_client::SchemaClient;
