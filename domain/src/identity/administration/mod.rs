//! From where a tenant is administered. Asked at every operation: whoever leaves the networks keeps the session and loses
//! what is administration.

mod networks;
mod update_administration_networks;

pub use networks::administration_networks;
pub(super) use update_administration_networks::is_within;
pub use update_administration_networks::{
    UpdateAdministrationNetworks, update_administration_networks,
};
