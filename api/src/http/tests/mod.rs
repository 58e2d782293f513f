//! The whole public application over the test schema, without a network.

mod client;
mod compression;
mod cookies;
mod cors;
mod errors;
mod event_streams;
mod hostile;
mod limits;
mod methods;
mod pages;
mod privacy_pages;
mod status;
