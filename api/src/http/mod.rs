//! GraphQL over HTTP, and what every request passes: request id, client address, rate limit, security headers.
//!
//! The stock adapter runs mutations by GET and by `text/plain`, reads bodies without a limit and always answers 200;
//! this one follows the GraphQL-over-HTTP specification.

mod app;
mod body;
mod client_address;
mod compress;
mod content_type;
mod cookie_rules;
mod cors;
mod graphql_get;
mod graphql_post;
mod media_type;
mod oidc;
mod origin_policy;
mod own_path;
mod rate_limit;
mod request_context;
mod request_id;
mod respond;
mod security_headers;
mod serve_operation;
mod server;
#[cfg(test)]
mod tests;
mod trace_parent;

pub use app::{app, operators_app};
pub use client_address::TrustedProxies;
pub use origin_policy::OriginPolicy;
pub use server::serve;

pub(crate) use body::{BodyError, read_body};
pub(crate) use content_type::{is_form, is_json};
pub(crate) use cookie_rules::{Channel, check_cookie_rules};
pub(crate) use media_type::MediaType;
pub(crate) use own_path::is_own_path;
pub(crate) use request_context::request_info;
pub(crate) use respond::{refuse, refuse_error, refuse_with};
pub(crate) use serve_operation::{address_decision, caller_of};
