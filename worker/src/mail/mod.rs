//! How mails leave: to a mail server, or as files of the form that every mail program reads.

mod drop_folder;
mod eml;
mod hand_over;
mod html;
mod message;
mod quoted_printable;
mod smtp;

pub use drop_folder::drop_mail;
pub use eml::{Envelope, Form, eml};
pub use hand_over::hand_over;
pub use html::html;
pub use message::Message;
use message::language_tag;
pub use quoted_printable::quoted_printable;
pub use smtp::send_smtp;
