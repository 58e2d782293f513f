//! Log-in through identity providers: the honest ones with their quirks, and a hostile one.

mod account;
mod attacks;
mod attacks_on_accounts;
mod attacks_on_claims;
mod attacks_on_logout;
mod attacks_on_provider;
mod doctor;
mod erasure;
mod escalation;
mod floods;
mod group_roles;
mod keys;
mod name_server;
mod plain_oauth2;
mod provider;
mod quirks;
mod single_sign_on;
mod twist;
pub mod world;

pub use name_server::NameServer;
