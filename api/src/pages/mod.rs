//! Small server-rendered pages, so that no link leads nowhere, with or without a front end. Nothing in them comes from
//! a third-party host, and they work without scripts (GraphiQL excepted).

pub mod accept_invitation;
mod accounts;
mod assets;
pub mod confirm_email;
mod escape;
mod graphiql;
mod home;
pub mod impersonate;
mod impersonations;
mod intake;
mod invitations;
mod language;
mod layout;
pub mod log_in;
mod not_found;
pub mod operators;
mod own_origin;
mod password_words;
pub mod privacy;
pub mod reset_password;

pub use accounts::Accounts;
pub use assets::assets;
pub use escape::escape;
pub use graphiql::graphiql_page;
pub use home::home;
pub use impersonations::Impersonations;
pub use intake::Intake;
pub use invitations::Invitations;
pub use language::page_language;
pub use layout::{Page, page, page_in, passkey_page_in};
pub use log_in::{FactorEnrollment, LogIns};
pub use not_found::not_found;
pub use operators::Enrollments;
use own_origin::comes_from_here;
