//! Disables an endpoint because of how it answers, and tells those who can mend it.

use uuid::Uuid;
use xorb_entities::ids::WebhookEndpointId;
use xorb_entities::webhooks::{WebhookDisabledReason, WebhookEndpointState, webhook_endpoint};

use crate::AppError;
use crate::audit::{AuditAction, AuditEvent};
use crate::db::TenantTx;
use crate::identity::{Actor, Letter, NewMail, enqueue_mail};
use crate::tenants::queries::find_tenant;
use crate::webhooks::administrators::list_administrators;
use crate::webhooks::endpoint_url::EndpointUrl;
use crate::webhooks::queries;

/// Disables the endpoint, unless it is already.
pub(super) async fn disable(
    tx: &TenantTx,
    endpoint_id: Uuid,
    reason: WebhookDisabledReason,
) -> Result<(), AppError> {
    let Some(mut endpoint) = queries::lock_endpoint(tx, endpoint_id).await? else {
        return Ok(());
    };
    if endpoint.state == WebhookEndpointState::Disabled {
        return Ok(());
    }
    endpoint.state = WebhookEndpointState::Disabled;
    endpoint.disabled_reason = Some(reason);
    endpoint.disabled_at = Some(tx.now());
    let endpoint = queries::update_endpoint(tx, endpoint).await?;
    tx.record(
        AuditEvent::new(
            AuditAction::WebhookEndpointDisabled,
            &Actor::system(*tx.scope()),
        )
        .object(WebhookEndpointId::from(endpoint_id)),
    );
    tell_administrators(tx, &endpoint, reason).await
}

/// By mail, with the host alone: what stands behind it may be a secret.
async fn tell_administrators(
    tx: &TenantTx,
    endpoint: &webhook_endpoint::Model,
    reason: WebhookDisabledReason,
) -> Result<(), AppError> {
    let tenant = find_tenant(tx).await?;
    let host = EndpointUrl::read(&endpoint.url).map(|url| url.host().authority());
    let letter = Letter::WebhookDisabled {
        tenant_name: tenant.name,
        endpoint: WebhookEndpointId::from(endpoint.id).to_string(),
        host: host.unwrap_or_default(),
        is_gone: reason == WebhookDisabledReason::Gone,
    };
    for administrator in list_administrators(tx).await? {
        let mail = NewMail {
            subject_id: administrator.subject_id,
            recipient: &administrator.email,
            language: tenant.language,
            letter: letter.write(tenant.language),
        };
        enqueue_mail(tx, mail).await?;
    }
    Ok(())
}
