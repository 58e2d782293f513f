//! The edge over the house: schema, callers, public keys, readiness.

use std::sync::Arc;

use actix_web::web::Data;
use anyhow::anyhow;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_api::caller::SessionCallers;
use xorb_api::graphql::{GraphQl, sdl};
use xorb_api::health::{PublicKeys, Readiness};
use xorb_api::oidc::Oidc;
use xorb_api::trusted_documents::TrustedDocuments;
use xorb_api::{Edge, EdgeParts};
use xorb_domain::identity::AccessTokens;
use xorb_domain::settings::Settings;
use xorb_domain::{AppError, Core};

/// Puts the edge together.
///
/// # Errors
/// If the schema contradicts itself, or the manifest of known documents does not belong to it.
pub(crate) fn open_edge(
    core: &Arc<Core>,
    readiness: Arc<dyn Readiness>,
) -> anyhow::Result<Data<Edge>> {
    let Settings {
        trusted_documents,
        graphql,
        ..
    } = core.settings.as_ref();
    let parts = EdgeParts {
        executor: Arc::new(GraphQl::new()),
        sdl: sdl(),
        callers: Arc::new(SessionCallers::new(Arc::clone(core))),
        readiness,
        keys: Arc::new(TokenKeys(core.access_tokens.clone())),
        invitations: core.clone(),
        log_ins: core.clone(),
        accounts: core.clone(),
        intake: core.clone(),
        federation: Arc::new(Oidc::new(Arc::clone(core))),
        rate_limits: core.rate_limits.clone(),
        trusted_documents: TrustedDocuments::load(trusted_documents, graphql)
            .map_err(|fault| anyhow!(fault))?,
        clock: Arc::clone(&core.clock),
        rng: Arc::clone(&core.rng),
    };
    Edge::new(&core.settings, parts)
        .map(Data::new)
        .map_err(|fault| anyhow!("the schema: {fault}"))
}

struct TokenKeys(AccessTokens);

impl PublicKeys for TokenKeys {
    fn jwks(&self) -> BoxFuture<'_, Result<serde_json::Value, AppError>> {
        self.0.jwks().boxed()
    }
}
