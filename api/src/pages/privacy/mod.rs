//! The pages of a person without an account: ask for the erasure of your data, and confirm it by the link of a mail.
//!
//! What they answer never depends on whether an address or a tenant is known. Nothing that was typed or stands in an address
//! comes back in a page. In English and German, without scripts.

mod confirm;
mod entry;
mod form;
mod routes;
mod submit;
mod words;

pub use routes::routes;
