//! Documents that are known beforehand and sent by the hash of their text (`documentId: "sha256:…"`).
//!
//! A manifest is built from a folder of `.graphql` files and checked against the schema, when it is built and when a
//! process starts with it. A known document still passes the gate, its caller's rights and its cost: it is trusted to
//! be meant by a front end, nothing else.

mod check;
mod document_id;
mod folder;
mod fragments;
mod manifest;
mod resolve;
mod sender;

pub use folder::{FolderDocument, read_folder};
pub use manifest::Manifest;
pub use resolve::TrustedDocuments;
pub use sender::Sender;
