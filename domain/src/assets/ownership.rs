//! The proof of ownership: its token, what an attempt changes, and how long it counts.
//!
//! The token is a keyed hash of the verification's id, so that only its hash is stored and it can still be shown again.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;
use xorb_entities::assets::{VerificationState, asset_verification};

use crate::AppError;
use crate::crypto;
use crate::db::TenantTx;
use crate::net::{ProofOutcome, ProofState};

/// After this, ownership must be proven again even if no scan has done so.
const PROOF_COUNTS_FOR: TimeDelta = TimeDelta::days(90);

/// What the target must serve.
pub(crate) async fn token(tx: &TenantTx, verification_id: Uuid) -> Result<String, AppError> {
    let mac = crypto::mac_for_tenant(tx, "asset-verification", verification_id.as_bytes()).await?;
    Ok(URL_SAFE_NO_PAD.encode(mac))
}

/// What is stored of a token.
pub(super) fn hash(token: &str) -> Vec<u8> {
    crypto::sha256(token.as_bytes()).to_vec()
}

/// The state as of now: time alone ends a proof.
pub(super) fn state_now(
    verification: &asset_verification::Model,
    now: DateTime<Utc>,
) -> VerificationState {
    let is_over = verification.expires_at.is_some_and(|until| until <= now);
    match verification.state {
        VerificationState::Verified if is_over => VerificationState::Expired,
        state => state,
    }
}

/// Whether ownership is proven now.
pub(crate) fn is_proven(verification: &asset_verification::Model, now: DateTime<Utc>) -> bool {
    state_now(verification, now) == VerificationState::Verified
}

/// The verification after an attempt to prove ownership.
///
/// A wrong answer ends an earlier proof at once; no answer says nothing about ownership and leaves it as it is.
pub(crate) fn after_attempt(
    before: asset_verification::Model,
    proof: &ProofOutcome,
    now: DateTime<Utc>,
) -> asset_verification::Model {
    let mut after = asset_verification::Model {
        checked_at: Some(now),
        error_code: Some(proof.code.to_owned()),
        ..before
    };
    if let Some(pinned) = &proof.pinned {
        after.resolved_ips = Some(serde_json::json!(pinned.answers()));
    }
    match proof.state {
        ProofState::Verified => {
            after.state = VerificationState::Verified;
            after.error_code = None;
            after.verified_at = Some(now);
            after.expires_at = Some(now + PROOF_COUNTS_FOR);
        }
        ProofState::Mismatch | ProofState::Refused => after.state = VerificationState::Failed,
        ProofState::Unreachable if !is_proven(&after, now) => {
            after.state = VerificationState::Unreachable;
        }
        ProofState::Unreachable | ProofState::Stopped => {}
    }
    after
}

#[cfg(test)]
mod tests {
    use xorb_entities::assets::VerificationMethod;

    use super::*;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day)
    }

    fn pending() -> asset_verification::Model {
        asset_verification::Model {
            tenant_id: Uuid::nil(),
            id: Uuid::nil(),
            asset_id: Uuid::nil(),
            method: VerificationMethod::HttpFile,
            token_hash: Vec::new(),
            state: VerificationState::Pending,
            resolved_ips: None,
            error_code: None,
            requested_at: at(0),
            checked_at: None,
            verified_at: None,
            expires_at: None,
        }
    }

    fn attempt(
        before: asset_verification::Model,
        state: ProofState,
        day: i64,
    ) -> asset_verification::Model {
        let proof = ProofOutcome {
            state,
            pinned: None,
            code: "code",
            message: String::new(),
        };
        after_attempt(before, &proof, at(day))
    }

    #[test]
    fn a_proof_counts_until_it_has_run_out() {
        let proven = attempt(pending(), ProofState::Verified, 1);
        assert!(is_proven(&proven, at(90)));
        assert!(!is_proven(&proven, at(91)));
        assert_eq!(state_now(&proven, at(91)), VerificationState::Expired);
    }

    #[test]
    fn a_wrong_answer_ends_a_proof_and_no_answer_does_not() {
        let proven = attempt(pending(), ProofState::Verified, 1);
        let unreachable = attempt(proven.clone(), ProofState::Unreachable, 2);
        assert!(is_proven(&unreachable, at(2)));
        assert_eq!(unreachable.error_code.as_deref(), Some("code"));
        for state in [ProofState::Mismatch, ProofState::Refused] {
            assert!(!is_proven(&attempt(proven.clone(), state, 2), at(2)));
        }
    }

    #[test]
    fn nobody_answered_is_not_the_same_as_a_wrong_answer() {
        let unreachable = attempt(pending(), ProofState::Unreachable, 1);
        assert_eq!(unreachable.state, VerificationState::Unreachable);
        let failed = attempt(unreachable, ProofState::Mismatch, 2);
        assert_eq!(failed.state, VerificationState::Failed);
    }
}
