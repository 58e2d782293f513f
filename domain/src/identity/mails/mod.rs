//! Mails that identity sends: they wait encrypted in `outgoing_mails` until their job hands them over.

mod break_glass;
mod english;
mod enqueue_mail;
mod german;
mod keys_in_letter;
mod letter;
mod link;
mod mail_file;
mod name_for_strangers;
mod new_device;
mod open_mail;
mod second_factor_change;
mod support_access;
mod tell;

pub(crate) use break_glass::BreakGlass;
pub(crate) use enqueue_mail::{NewMail, enqueue_mail};
pub(crate) use keys_in_letter::KeysInLetter;
pub(crate) use letter::{Letter, WrittenLetter, instant};
pub(crate) use link::{
    accept_invitation_link, confirm_email_link, confirm_request_link, reset_password_link,
};
pub use mail_file::MailFile;
pub(crate) use name_for_strangers::name_for_strangers;
pub(crate) use new_device::NewDevice;
pub use open_mail::{MailToSend, give_up_mail, mark_mail_sent, open_mail};
pub(crate) use second_factor_change::{SecondFactorChange, SecondFactorLetter};
pub(crate) use support_access::{SupportAccessLetter, SupportAccessNews};
pub(crate) use tell::{tell_owners, tell_user};
