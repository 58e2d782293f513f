//! XORB's rules: what is allowed, what happens and in which order, free of HTTP, GraphQL and the job library. The API and
//! the worker call it; it calls nobody but the database and the network.

pub mod net;
pub mod secret;
pub mod settings;
