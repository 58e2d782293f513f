//! A company with one of everything that has an id.

use super::SchemaClient;
use crate::api_keys::fixture::key_with;
use crate::federation::world::draft;
use crate::fixtures::weak_web_server;
use crate::harness::{Tenant, TestApp};
use crate::privacy::requests::fixture::{create, for_person};
use crate::scans::fixture::{queue_scan, quick_scan};
use crate::webhooks::fixture::{listen, ping};
use crate::webhooks::receiver::Receiver;
use serde_json::json;
use xorb_domain::assets;
use xorb_domain::identity::federation::{add_tenant_domain, create_identity_provider};
use xorb_domain::identity::support_access::{GrantSupportAccess, grant_support_access};
use xorb_domain::identity::{
    CreateCustomRole, InviteUser, Role, create_api_key, create_custom_role, invite_user,
};
use xorb_domain::scans::start_scan;
use xorb_entities::ids::{
    ApiKeyId, AssetId, CustomRoleId, DataSubjectRequestId, FindingId, IdentityProviderId,
    InvitationId, JobId, PasskeyId, ScanId, SessionId, SupportGrantId, TenantDomainId, UserId,
    WebhookDeliveryId, WebhookEndpointId,
};

/// What one company has, by their public ids.
pub struct Belongings {
    pub asset: String,
    pub waiting_scan: String,
    pub ended_scan: String,
    pub finding: String,
    pub job: String,
    pub user: String,
    pub session: String,
    pub request: String,
    pub endpoint: String,
    pub delivery: String,
    pub passkey: String,
    pub api_key: String,
    pub role: String,
    pub invitation: String,
    pub provider: String,
    pub domain: String,
    pub support_grant: String,
}

/// A company with one of everything.
pub async fn company(app: &TestApp, slug: &str) -> (Tenant, Belongings) {
    let tenant = Tenant::sign_up(app, slug).await;
    let server = weak_web_server().await;
    let ended = queue_scan(&tenant, &server).await;
    let receiver = Receiver::start().await;
    let endpoint_id = listen(&tenant, &receiver, &[]).await.endpoint.id;
    let delivery_id = ping(&tenant, endpoint_id).await;
    let (core, owner) = (&tenant.core, &tenant.owner);
    let api_key = create_api_key(core, owner, key_with(&["scans:read"])).await;
    let role = create_custom_role(core, owner, their_role()).await;
    let support_grant = grant_of_owner(&tenant).await;
    let invitation = invite_user(&tenant.core, &tenant.owner, invited())
        .await
        .unwrap();
    app.run_jobs().await;
    let asset = assets::asset(&tenant.reads(), ended.asset_id)
        .await
        .unwrap();
    let waiting = start_scan(&tenant.core, &tenant.owner, quick_scan(&asset))
        .await
        .unwrap();
    let finding = SchemaClient::owner(&tenant)
        .data("{ findings(first: 1) { nodes { id } } }", json!({}))
        .await;
    let finding = finding["findings"]["nodes"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(finding.parse::<FindingId>().is_ok());
    let provider = create_identity_provider(core, owner, draft("https://login.example.org"));
    let provider = provider.await.unwrap();
    let domain = add_tenant_domain(core, owner, "acme.example")
        .await
        .unwrap();
    let belongings = Belongings {
        asset: AssetId::from(asset.id).to_string(),
        waiting_scan: ScanId::from(waiting.id).to_string(),
        ended_scan: ScanId::from(ended.id).to_string(),
        finding,
        job: JobId::from(waiting.job_id.unwrap()).to_string(),
        user: UserId::from(tenant.owner.user_id.unwrap()).to_string(),
        session: SessionId::from(tenant.owner.session_id.unwrap()).to_string(),
        request: request_for_erasure(&tenant).await,
        endpoint: WebhookEndpointId::from(endpoint_id).to_string(),
        delivery: WebhookDeliveryId::from(delivery_id).to_string(),
        passkey: passkey_of_owner(&tenant).await,
        role: CustomRoleId::from(role.unwrap().id).to_string(),
        api_key: ApiKeyId::from(api_key.unwrap().key.id).to_string(),
        invitation: InvitationId::from(invitation.id).to_string(),
        provider: IdentityProviderId::from(provider.id).to_string(),
        domain: TenantDomainId::from(domain.id).to_string(),
        support_grant,
    };
    (tenant, belongings)
}

async fn grant_of_owner(tenant: &Tenant) -> String {
    let input = GrantSupportAccess {
        user_id: tenant.owner.user_id.unwrap(),
        reason: "A scan hangs.".to_owned(),
        hours: 24,
        idempotency_key: None,
    };
    let grant = grant_support_access(&tenant.core, &tenant.owner, input).await;
    SupportGrantId::from(grant.unwrap().id).to_string()
}

fn their_role() -> CreateCustomRole {
    CreateCustomRole {
        name: "Theirs".to_owned(),
        permissions: vec!["scans:read".to_owned()],
        idempotency_key: None,
    }
}

/// A passkey that no authenticator has.
async fn passkey_of_owner(tenant: &Tenant) -> String {
    let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
    let (id, owner) = (tx.new_id(), &tenant.owner);
    let sql = "INSERT INTO passkeys (tenant_id, id, subject_id, user_id, credential_id, sealed_credential, name, created_at) \
               VALUES ($1, $2, $3, $4, $5, $5, 'laptop', $6)";
    let values: [sea_orm::Value; 6] = [
        tx.tenant_id().into(),
        id.into(),
        owner.subject_id.into(),
        owner.user_id.into(),
        vec![7_u8; 32].into(),
        tx.now().into(),
    ];
    assert_eq!(tx.execute(sql, values).await.unwrap(), 1);
    tx.commit().await.unwrap();
    PasskeyId::from(id).to_string()
}

fn invited() -> InviteUser {
    InviteUser {
        email: "mia@elsewhere.example".to_owned(),
        roles: vec![Role::Viewer],
        idempotency_key: None,
    }
}

async fn request_for_erasure(tenant: &Tenant) -> String {
    let input = for_person("ann@elsewhere.example");
    let request = create(tenant, &tenant.owner, input).await.unwrap();
    DataSubjectRequestId::from(request.id).to_string()
}
