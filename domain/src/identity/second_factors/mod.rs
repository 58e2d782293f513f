//! What a person proves beside the password: the code of an authenticator app, a passkey, a recovery code.
//!
//! A right password with a second factor enrolled gives a challenge and no session; `complete_mfa` gives the session.

mod challenge;
mod complete_mfa;
mod confirm_totp;
mod enroll_totp;
mod factors;
mod first_factor;
mod mfa_method;
mod own_factor;
mod recovery_code;
mod regenerate_recovery_codes;
mod remove_second_factors;
mod remove_totp;
mod second_factor;
mod tell;
mod totp_secret;
mod viewer_second_factors;

pub use challenge::MfaChallenge;
pub(super) use challenge::open_challenge;
pub use complete_mfa::{CompleteMfa, complete_mfa};
pub use confirm_totp::confirm_totp;
pub(super) use confirm_totp::{renew_codes, void_codes};
pub use enroll_totp::{TotpEnrollment, enroll_totp};
pub(super) use factors::find_factors;
pub(super) use first_factor::require_step_up_to_enroll;
pub use mfa_method::MfaMethod;
pub(super) use own_factor::check_own_factor;
pub use regenerate_recovery_codes::regenerate_recovery_codes;
pub use remove_second_factors::remove_second_factors;
pub use remove_totp::remove_totp;
pub use second_factor::SecondFactor;
pub(super) use tell::{Change, tell};
pub use viewer_second_factors::{SecondFactors, viewer_second_factors};
