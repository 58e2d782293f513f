//! `docs/errors.md`: every error that a client can get, written from the code that makes them.

mod business;
mod document;
mod refusals;
mod system;
mod table;
mod transport;
mod work;

pub use document::reference;
