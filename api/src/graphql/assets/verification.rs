//! The proof that a tenant owns an asset.

use async_graphql::{Description, Object};
use xorb_domain::assets::VerificationView;
use xorb_domain::failures::failure;

use super::{VerificationMethod, VerificationState};
use crate::graphql::scalars::DateTime;

/// The proof that you own an asset: where it stands and how to give it.
#[derive(Description)]
pub struct Verification(VerificationView);

impl From<VerificationView> for Verification {
    fn from(view: VerificationView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl Verification {
    /// Where the proof stands, as of now.
    async fn state(&self) -> VerificationState {
        self.0.state.into()
    }

    /// Where the token is looked for.
    async fn method(&self) -> VerificationMethod {
        self.0.method.into()
    }

    /// What to put there. It is no secret: only its place proves something.
    async fn token(&self) -> &str {
        &self.0.token
    }

    /// What to do, in words.
    async fn instructions(&self) -> &str {
        &self.0.instructions
    }

    /// Why the last attempt failed, as a code of `docs/errors.md`; null if it did not.
    async fn error_code(&self) -> Option<&str> {
        self.0.error_code.as_deref().map(|code| failure(code).code)
    }

    /// When ownership was last proven.
    async fn verified_at(&self) -> Option<DateTime> {
        self.0.verified_at.map(DateTime)
    }

    /// Until when that proof counts. Each scan asks for the proof again, whatever stands here.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }
}
