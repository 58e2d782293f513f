//! What is spoken with identity providers: OpenID Connect, and OAuth 2 of GitHub's shape.
//!
//! The crates parse and build; every check that decides whether somebody is let in is done here as well, because the crate
//! alone accepts much that it should not. The order is always: state, provider, `iss`, code, signature, claims, account.
//! The rules of accounts and the rows are `xorb_domain::identity::federation`'s.

mod algorithm;
mod cache;
mod claims;
mod examine;
mod exchange;
mod federated_log_ins;
mod finish;
mod jws;
mod key_set;
mod log_out;
mod metadata;
mod plain_oauth2;
mod provider_client;
mod query;
mod service;
mod start;
mod user_info;
mod verify_id_token;

pub use examine::{Check, examine};
pub use federated_log_ins::{Failure, FederatedLogIns, Finish, Finished, Start, Started};
pub use service::Oidc;
