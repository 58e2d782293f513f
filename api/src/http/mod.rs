//! GraphQL over HTTP, and what every request passes: request id, client address, rate limit, security headers.
//!
//! The stock adapter runs mutations by GET and by `text/plain`, reads bodies without a limit and always answers 200;
//! this one follows the GraphQL-over-HTTP specification.

mod client_address;

pub use client_address::TrustedProxies;
