//! Small server-rendered pages, so that no link leads nowhere, with or without a front end. Nothing in them comes from
//! a third-party host, and they work without scripts (GraphiQL excepted).

pub mod accept_invitation;
mod assets;
mod escape;
mod graphiql;
mod home;
mod invitations;
mod layout;
mod not_found;

pub use assets::assets;
pub use escape::escape;
pub use graphiql::graphiql_page;
pub use home::home;
pub use invitations::Invitations;
pub use layout::{Page, page};
pub use not_found::not_found;
