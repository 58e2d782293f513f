//! Describes a connection. Nobody is contacted yet: `testIdentityProvider` does that.

use serde_json::json;
use uuid::Uuid;
use xorb_entities::identity::{ProviderKind, ProviderState, identity_provider};
use xorb_entities::ids::IdentityProviderId;

use super::connection::{Endpoints, seal_client_secret};
use super::provider_input::{
    check_client_id, check_client_secret, check_domains, check_name, check_url, check_word,
};
use super::queries;
use super::view::{self, IdentityProviderView};
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::{Actor, InputErrors, Permission, require_step_up};
use crate::secret::Secret;
use crate::{AppError, Core, UserErrorCode};

/// Where a provider without `OpenID` Connect is talked to.
#[derive(Clone, Debug)]
pub struct OAuth2Endpoints {
    pub authorization: String,
    pub token: String,
    pub user_info: String,
    /// Where a person's addresses are, if not in the user's own answer.
    pub emails: Option<String>,
}

/// What to describe.
#[derive(Clone, Debug)]
pub struct CreateIdentityProvider {
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<Secret<String>>,
    pub jit_enabled: bool,
    pub trusted_domains: Vec<String>,
    pub required_acr: Option<String>,
    pub groups_claim: Option<String>,
    pub relaxed_logout_tokens: bool,
    /// Given for a provider without `OpenID` Connect.
    pub oauth2: Option<OAuth2Endpoints>,
}

/// Adds a connection in the state `draft`.
///
/// # Errors
/// User errors `INVALID_INPUT`, `ADDRESS_NOT_ALLOWED`, `LIMIT_REACHED`, `STEP_UP_REQUIRED`; `Forbidden`.
#[tracing::instrument(skip_all)]
pub async fn create_identity_provider(
    core: &Core,
    actor: &Actor,
    input: CreateIdentityProvider,
) -> Result<IdentityProviderView, AppError> {
    core.authorise(actor, Permission::IdentityProvidersManage, None)
        .await?;
    let draft = check(core, &input)?;
    let tx = core.db.write(&actor.scope).await?;
    require_step_up(&tx, actor).await?;
    if queries::count_providers(&tx).await? >= core.settings.federation.max_providers {
        let message = "there are as many identity providers as allowed; delete one first";
        return Err(AppError::user(UserErrorCode::LimitReached, "", message));
    }
    let id = tx.new_id();
    let secret = input.client_secret.as_ref();
    let sealed = match secret.filter(|secret| !secret.expose().is_empty()) {
        Some(secret) => Some(seal_client_secret(&tx, id, secret).await?),
        None => None,
    };
    let row = row(&tx, id, draft, sealed);
    let row = queries::insert_provider(&tx, row).await?;
    queries::insert_provider_route(&tx, id).await?;
    let view = view::of_provider(core, &tx, row).await?;
    let told = json!({ "issuer": view.issuer, "clientId": view.client_id });
    tx.record(
        AuditEvent::new(AuditAction::IdentityProviderCreated, actor)
            .object(IdentityProviderId::from(id))
            .payload(None, told),
    );
    tx.commit().await?;
    Ok(view)
}

struct Draft {
    kind: ProviderKind,
    name: String,
    issuer: String,
    client_id: String,
    jit_enabled: bool,
    trusted_domains: Vec<String>,
    required_acr: Option<String>,
    groups_claim: Option<String>,
    relaxed_logout_tokens: bool,
    endpoints: Option<Endpoints>,
}

fn check(core: &Core, input: &CreateIdentityProvider) -> Result<Draft, AppError> {
    let mut errors = InputErrors::default();
    if let Some(secret) = &input.client_secret {
        check_client_secret(&mut errors, secret.expose());
    }
    let endpoints = input.oauth2.as_ref().map(|given| Endpoints {
        authorization: check_url(
            core,
            &mut errors,
            "oauth2.authorizationUrl",
            &given.authorization,
        ),
        token: check_url(core, &mut errors, "oauth2.tokenUrl", &given.token),
        user_info: Some(check_url(
            core,
            &mut errors,
            "oauth2.userUrl",
            &given.user_info,
        )),
        emails: given
            .emails
            .as_ref()
            .map(|url| check_url(core, &mut errors, "oauth2.emailsUrl", url)),
        key_set: None,
        end_session: None,
    });
    let draft = Draft {
        kind: match endpoints {
            Some(_) => ProviderKind::OAuth2,
            None => ProviderKind::Oidc,
        },
        name: check_name(&mut errors, &input.name),
        issuer: check_url(core, &mut errors, "issuer", &input.issuer),
        client_id: check_client_id(&mut errors, &input.client_id),
        jit_enabled: input.jit_enabled,
        trusted_domains: check_domains(&mut errors, &input.trusted_domains),
        required_acr: check_word(&mut errors, "requiredAcr", input.required_acr.as_deref()),
        groups_claim: check_word(&mut errors, "groupsClaim", input.groups_claim.as_deref()),
        relaxed_logout_tokens: input.relaxed_logout_tokens,
        endpoints,
    };
    if errors.is_empty() {
        Ok(draft)
    } else {
        Err(errors.into_error())
    }
}

fn row(
    tx: &TenantTx,
    id: Uuid,
    draft: Draft,
    sealed_client_secret: Option<Vec<u8>>,
) -> identity_provider::Model {
    identity_provider::Model {
        tenant_id: tx.tenant_id(),
        id,
        kind: draft.kind,
        name: draft.name,
        issuer: draft.issuer,
        client_id: draft.client_id,
        sealed_client_secret,
        jit_enabled: draft.jit_enabled,
        trusted_domains: json!(draft.trusted_domains),
        required_acr: draft.required_acr,
        groups_claim: draft.groups_claim,
        relaxed_logout_tokens: draft.relaxed_logout_tokens,
        endpoints: draft.endpoints.map(|endpoints| json!(endpoints)),
        state: ProviderState::Draft,
        suspended_reason: None,
        tested_at: None,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}
