//! The operations that front ends and other systems rely on: they validate against the schema, and cost no more than is
//! allowed.

mod costs;
mod documents;
mod errors;
mod published_schema;
mod ready_tabs;
mod released;
mod rules;
mod sdl;
mod typescript_client;
mod validity;

pub use documents::{operation, operations};
