//! `createAsset`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::assets::{self, AssetView, CreateAsset};

use super::{Asset, AssetKind};
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// What to register.
#[derive(InputObject)]
pub struct CreateAssetInput {
    /// What people call it.
    name: String,
    /// What the address means.
    kind: AssetKind,
    /// Where it is: for `WEB` an URL such as `https://shop.example.org`, for `HOST` a host name or an IP address.
    address: String,
    /// Makes a repeated call within 24 hours give the same asset instead of another one.
    idempotency_key: Option<String>,
}

impl From<CreateAssetInput> for CreateAsset {
    fn from(input: CreateAssetInput) -> Self {
        Self {
            name: input.name,
            kind: input.kind.into(),
            address: input.address,
            idempotency_key: input.idempotency_key,
        }
    }
}

/// What `createAsset` answers.
#[derive(SimpleObject)]
pub struct CreateAssetPayload {
    /// The asset, with the proof of ownership that is wanted; null if it was refused.
    asset: Option<Asset>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(CreateAssetPayload { asset: AssetView });

#[derive(Default)]
pub struct CreateAssetMutation;

#[Object]
impl CreateAssetMutation {
    /// Registers an asset. Nothing is contacted yet: put the token where `verification.instructions` says, then call
    /// `verifyAsset`. Needs the permission `assets:manage`.
    async fn create_asset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to register.")] input: CreateAssetInput,
    ) -> Nullable<CreateAssetPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = assets::create_asset(scope.core(), scope.actor()?, input.into()).await;
            scope.settle(outcome).await
        })
        .await
    }
}
