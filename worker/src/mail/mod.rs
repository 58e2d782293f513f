//! How mails leave: as files of the form that every mail program reads.

mod drop_folder;
mod eml;
mod send_file;

pub use drop_folder::drop_mail;
pub use eml::{Envelope, eml};
pub use send_file::send_file;
