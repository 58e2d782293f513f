//! `xorb demo`: both main jobs in a minute, in a house of its own, told step by step.
//!
//! The guide is a client like any other: it speaks to the server over HTTP and reads its mails in the mail folder. So every
//! figure that it shows is what a user would see.

mod api;
mod erasure;
mod farewell;
mod folder;
mod house;
mod job;
mod mailbox;
mod names;
mod people;
mod scan;
mod screen;
mod sign_up;
mod tour;
mod weak_site;

pub(crate) use folder::DemoFolder;
pub(crate) use house::{demo_settings, listen};
pub(crate) use tour::Tour;
pub(crate) use weak_site::WeakSite;
