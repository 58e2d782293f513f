//! The edges over the house, the public one and the operators': schema, callers, public keys, readiness.

use std::sync::Arc;

use actix_web::web::Data;
use anyhow::anyhow;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_api::caller::SessionCallers;
use xorb_api::graphql::{GraphQl, operators_sdl, sdl};
use xorb_api::health::{PublicKeys, Readiness};
use xorb_api::oidc::Oidc;
use xorb_api::trusted_documents::TrustedDocuments;
use xorb_api::{Edge, EdgeParts};
use xorb_domain::identity::{AccessTokens, Realm};
use xorb_domain::settings::Settings;
use xorb_domain::{AppError, Core};

/// The operators' edge over the same house, with a schema and sessions of their own.
///
/// # Errors
/// If the schema contradicts itself.
pub(crate) fn open_operators_edge(
    core: &Arc<Core>,
    readiness: Arc<dyn Readiness>,
) -> anyhow::Result<Data<Edge>> {
    let parts = EdgeParts {
        executor: Arc::new(GraphQl::of_operators()),
        sdl: operators_sdl(),
        callers: Arc::new(SessionCallers::new(Arc::clone(core), Realm::Operators)),
        realm: Realm::Operators,
        trusted_documents: TrustedDocuments::default(),
        ..parts(core, readiness)
    };
    edge_of(core, parts)
}

/// Puts the public edge together.
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
        trusted_documents: TrustedDocuments::load(trusted_documents, graphql)
            .map_err(|fault| anyhow!(fault))?,
        ..parts(core, readiness)
    };
    edge_of(core, parts)
}

fn parts(core: &Arc<Core>, readiness: Arc<dyn Readiness>) -> EdgeParts {
    EdgeParts {
        executor: Arc::new(GraphQl::new()),
        sdl: sdl(),
        callers: Arc::new(SessionCallers::new(Arc::clone(core), Realm::Tenants)),
        readiness,
        keys: Arc::new(TokenKeys(core.access_tokens.clone())),
        invitations: core.clone(),
        log_ins: core.clone(),
        accounts: core.clone(),
        intake: core.clone(),
        federation: Arc::new(Oidc::new(Arc::clone(core))),
        enrollments: core.clone(),
        impersonations: core.clone(),
        realm: Realm::Tenants,
        rate_limits: core.rate_limits.clone(),
        trusted_documents: TrustedDocuments::default(),
        clock: Arc::clone(&core.clock),
        rng: Arc::clone(&core.rng),
    }
}

fn edge_of(core: &Core, parts: EdgeParts) -> anyhow::Result<Data<Edge>> {
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
