//! `/log-in/second-factor/enrol`: whoever has logged in on our pages where a second factor is demanded gets one here, by an
//! authenticator app or a passkey, and the recovery codes with it. Secrets are shown once and never stored by the browser.

mod choose;
mod confirm;
mod factor_enrollment;
mod forms;
mod offer;
mod qr_code;
mod shown;
mod words;

pub(super) use choose::{begin, show};
pub(super) use confirm::{confirm_code, keep_passkey};
pub use factor_enrollment::FactorEnrollment;
