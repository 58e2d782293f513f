//! The secret that an authenticator app shares with us: RFC 6238 with SHA-1, six digits and 30 seconds, which is what all
//! apps can do. One step before and after is accepted, because clocks differ.

use chrono::{DateTime, Utc};
use totp_rs::{Algorithm, Builder, Totp};

use crate::AppError;
use crate::rng::{Rng, random_bytes};
use crate::secret::Secret;

/// What apps show above the code.
const ISSUER: &str = "XORB";
const STEP_SECONDS: u64 = 30;
const NEIGHBOURS: u16 = 1;

/// 160 random bits.
pub(super) struct TotpSecret(Secret<[u8; 20]>);

impl TotpSecret {
    pub(super) fn generate(rng: &dyn Rng) -> Self {
        Self(Secret::new(random_bytes(rng)))
    }

    /// `None` for what is no secret of ours.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Secret::new(bytes)))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.expose()
    }

    /// For typing it into an app by hand.
    pub(super) fn base32(&self) -> Result<Secret<String>, AppError> {
        Ok(self.totp("")?.secret().to_base32().into())
    }

    /// For a QR code.
    pub(super) fn uri(&self, email: &str) -> Result<Secret<String>, AppError> {
        // A colon would end the issuer's name.
        let account = email.replace(':', " ");
        let uri = self.totp(&account)?.to_url().map_err(AppError::internal)?;
        Ok(uri.into())
    }

    /// The time step whose code this is, if it is one of about now.
    pub(super) fn step_of(&self, code: &str, now: DateTime<Utc>) -> Result<Option<i64>, AppError> {
        let digits: String = code
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(7)
            .collect();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        let step = self.totp("")?.check(&digits, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    fn totp(&self, account: &str) -> Result<Totp, AppError> {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(NEIGHBOURS)
            .with_step_duration(STEP_SECONDS)
            .with_secret(totp_rs::Secret::new_stack(*self.0.expose()))
            .with_issuer(Some(ISSUER))
            .with_account_name(account)
            .build()
            .map_err(AppError::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let step = secret.step_of(code, at(seconds)).unwrap();
            assert_eq!(step, Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn the_neighbouring_steps_count_and_no_others() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        let step = |seconds| secret.step_of("287 082", at(seconds)).unwrap();
        assert_eq!([step(0), step(30), step(89)], [Some(1); 3]);
        assert_eq!(step(90), None);
        assert_eq!(step(120), None);
        let huge = "2".repeat(1_000_000);
        for nonsense in ["", "28708", "2870822", "+87082", "２８７０８２", &huge] {
            assert_eq!(secret.step_of(nonsense, at(59)).unwrap(), None);
        }
    }

    #[test]
    fn apps_can_read_the_uri() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        let uri = secret.uri("ada@acme.example").unwrap();
        let text = uri.expose();
        assert!(text.starts_with("otpauth://totp/XORB:ada%40acme"), "{text}");
        assert!(
            text.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{text}"
        );
    }
}
