//! The API as clients meet it.

mod company;
mod contract_lists;
mod cookies;
mod errors;
mod evidence;
mod generated_requests;
mod graphiql_tabs;
mod graphql_over_http;
mod graphql_sse;
mod graphql_ws;
mod hostile_documents;
mod ids_in_schema;
mod invitation_page;
mod kill_switch;
mod lists;
mod main_job;
mod one_transaction;
mod other_tenants_ids;
mod people;
mod proven_site;
mod rate_limit;
mod reauthorisation;
mod reset_password_page;
mod schema_client;
mod subscriptions;
mod trusted_documents;

pub use graphql_ws::{following, queued_scan};
pub use ids_in_schema::places_of_ids;
pub use proven_site::{proven_site, scanned_site};
pub use schema_client::{SchemaClient, codes};
