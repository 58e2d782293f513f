//! The GraphQL schema, by area: one file for each type, input and mutation.
//!
//! A resolver makes three moves: build the input, call one function of the domain, wrap the output. Who may do what is
//! decided there, never here: async-graphql skips guards behind interfaces.

pub mod assets;
pub mod audit;
pub mod connection;
mod distinct;
mod error_detail;
mod executor;
pub mod findings;
mod id;
pub mod identity;
pub mod jobs;
mod node;
mod nullable;
pub mod operators;
mod payload;
pub mod privacy;
mod rate_limit;
mod reads;
pub mod scalars;
pub mod scans;
mod schema;
mod scope;
pub mod tenants;
mod user_error;
mod validate;
mod watch;
pub mod webhooks;

pub use distinct::distinct;
pub use error_detail::ErrorDetail;
pub use executor::GraphQl;
pub use id::Id;
pub use node::{Node, NodeQuery};
pub use nullable::Nullable;
pub use operators::operators_sdl;
pub use payload::Payload;
pub(crate) use payload::payload;
pub use rate_limit::RateLimit;
pub use reads::{Reads, load, load_list};
pub use schema::sdl;
pub use scope::{RequestScope, ScopeOfContext};
pub use user_error::{UserError, UserErrorCode};
pub use validate::validate;
