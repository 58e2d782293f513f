//! Everything that reads or writes endpoints, their keys and their deliveries.

mod deliveries;
mod endpoints;
mod keys;
mod listeners;

pub(super) use deliveries::{
    count_deliveries, find_delivery, insert_deliveries, list_deliveries, lock_delivery,
    update_delivery,
};
pub(super) use endpoints::{
    count_endpoints, find_endpoint, find_endpoints, insert_endpoint, list_endpoints, lock_endpoint,
    note_failing, note_working, update_endpoint,
};
pub(super) use keys::{delete_keys, expire_keys, insert_key, live_keys};
pub(super) use listeners::listeners;
