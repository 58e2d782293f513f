//! Looks for the proof of ownership now.
//!
//! The target is asked between two transactions, never inside one: a slow target must not hold the database.

use serde_json::json;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use xorb_entities::assets::{VerificationMethod, asset, asset_verification};
use xorb_entities::ids::AssetId;

use super::view::{self, AssetView};
use super::{ownership, queries, target};
use crate::audit::{AuditAction, AuditEvent, Outcome};
use crate::identity::{Actor, Permission};
use crate::net::{
    ExpectedToken, ProofOutcome, ProofState, ScopeRules, StopSignal, fetch_ownership_proof,
};
use crate::{AppError, Core, UserErrorCode};

/// Which asset to verify, and where its token is.
#[derive(Clone, Debug)]
pub struct VerifyAsset {
    /// The asset.
    pub asset_id: Uuid,
    /// `HttpFile` is offered.
    pub method: VerificationMethod,
}

/// Asks the target for the token and stores what came of it.
///
/// # Errors
/// User errors `VERIFICATION_FAILED` (the attempt is stored all the same), `ADDRESS_NOT_ALLOWED`, `NOT_AVAILABLE`;
/// `NotFound`, `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn verify_asset(
    core: &Core,
    actor: &Actor,
    input: VerifyAsset,
) -> Result<AssetView, AppError> {
    let object = AssetId::from(input.asset_id);
    core.authorise(actor, Permission::AssetsManage, Some(&object.to_string()))
        .await?;
    let (asset, verification) = find(core, actor, input.asset_id).await?;
    if input.method == VerificationMethod::DnsTxt {
        return Err(AppError::user(
            UserErrorCode::NotAvailable,
            "method",
            "proof by DNS is not offered here yet; use HTTP_FILE",
        ));
    }
    let proof = ask(core, &asset, &verification).await?;

    let tx = core.db.write(&actor.scope).await?;
    let (asset, verification) = queries::lock_asset(&tx, input.asset_id)
        .await?
        .ok_or(AppError::NotFound("asset"))?;
    queries::update_verification(
        &tx,
        ownership::after_attempt(verification, &proof, tx.now()),
    )
    .await?;
    let view = view::of_asset(&tx, asset).await?;
    let is_proven = proof.state == ProofState::Verified;
    tx.record(
        AuditEvent::new(AuditAction::AssetVerified, actor)
            .object(object)
            .outcome(if is_proven {
                Outcome::Success
            } else {
                Outcome::Failure
            })
            .payload(None, json!({ "result": proof.code })),
    );
    tx.commit().await?;
    if is_proven {
        Ok(view)
    } else {
        Err(refusal(proof))
    }
}

async fn find(
    core: &Core,
    actor: &Actor,
    id: Uuid,
) -> Result<(asset::Model, asset_verification::Model), AppError> {
    let tx = core.db.read(&actor.scope).await?;
    queries::find_with_verification(&tx, id)
        .await?
        .ok_or(AppError::NotFound("asset"))
}

/// Asks the target. A client that goes away does not stop it: the deadlines of the connector do.
async fn ask(
    core: &Core,
    asset: &asset::Model,
    verification: &asset_verification::Model,
) -> Result<ProofOutcome, AppError> {
    let target = target::of_asset(asset)?;
    let expected: [u8; 32] = verification
        .token_hash
        .as_slice()
        .try_into()
        .map_err(AppError::internal)?;
    let connector = core.network.connector(
        ScopeRules::proven_over_http(&target),
        StopSignal::by_token(CancellationToken::new()),
    );
    Ok(fetch_ownership_proof(&connector, &target, ExpectedToken::Sha256(expected)).await)
}

fn refusal(proof: ProofOutcome) -> AppError {
    let code = match proof.state {
        ProofState::Refused => UserErrorCode::AddressNotAllowed,
        _ => UserErrorCode::VerificationFailed,
    };
    AppError::user(code, "assetId", proof.message)
}
