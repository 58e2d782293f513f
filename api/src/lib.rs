//! The edge: HTTP, GraphQL, limits and pages. It knows who is calling and what an operation may cost; the rules
//! themselves are in `xorb-domain`.
//!
//! A request: `http::request_context` → `http::rate_limit` → `gate` → `caller` → `cost` → `execute` → schema.

pub mod admin;
pub mod caller;
pub mod cost;
mod edge;
pub mod errors;
pub mod execute;
pub mod gate;
pub mod graphql;
pub mod health;
pub mod http;
pub mod limits;
pub mod metrics;
pub mod oidc;
pub mod pages;
mod sse;
#[cfg(test)]
mod testing;
pub mod tls;
pub mod trusted_documents;
pub mod ws;

pub use edge::{Edge, EdgeParts};
