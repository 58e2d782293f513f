//! `addTenantDomain`, `verifyTenantDomain` and `removeTenantDomain`.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use xorb_domain::identity::federation;
use xorb_entities::ids::TenantDomainId;

use super::TenantDomain;
use crate::graphql::{Id, Nullable, ScopeOfContext, UserError, payload};

/// What to add.
#[derive(InputObject)]
pub struct AddTenantDomainInput {
    /// The domain, such as `example.org`.
    domain: String,
}

/// What `addTenantDomain` answers.
#[derive(SimpleObject)]
pub struct AddTenantDomainPayload {
    /// The domain, with the TXT record to publish; null if it was refused.
    tenant_domain: Option<TenantDomain>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(AddTenantDomainPayload {
    tenant_domain: federation::TenantDomainView
});

/// What to verify.
#[derive(InputObject)]
pub struct VerifyTenantDomainInput {
    /// The domain.
    tenant_domain_id: Id<TenantDomainId>,
}

/// What `verifyTenantDomain` answers.
#[derive(SimpleObject)]
pub struct VerifyTenantDomainPayload {
    /// The verified domain; null if the record was not found.
    tenant_domain: Option<TenantDomain>,
    /// What is missing; empty if nothing is.
    user_errors: Vec<UserError>,
}

payload!(VerifyTenantDomainPayload {
    tenant_domain: federation::TenantDomainView
});

/// What to remove.
#[derive(InputObject)]
pub struct RemoveTenantDomainInput {
    /// The domain.
    tenant_domain_id: Id<TenantDomainId>,
}

/// What `removeTenantDomain` answers.
#[derive(SimpleObject)]
pub struct RemoveTenantDomainPayload {
    /// The id of the domain that is gone; null if it was refused.
    removed_tenant_domain_id: Option<ID>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(RemoveTenantDomainPayload {
    removed_tenant_domain_id: TenantDomainId
});

#[derive(Default)]
pub struct TenantDomainsMutation;

#[Object]
impl TenantDomainsMutation {
    /// Names a domain of your company. It counts once its TXT record was found: `verifyTenantDomain`. Needs the permission
    /// `identity_providers:manage` and a recent log-in or `stepUp`.
    async fn add_tenant_domain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to add.")] input: AddTenantDomainInput,
    ) -> Nullable<AddTenantDomainPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let actor = scope.actor()?;
            let outcome = federation::add_tenant_domain(scope.core(), actor, &input.domain).await;
            scope.settle(outcome).await
        })
        .await
    }

    /// Looks for the TXT record of a domain. Needs the permission `identity_providers:manage` and a recent log-in or
    /// `stepUp`.
    async fn verify_tenant_domain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to verify.")] input: VerifyTenantDomainInput,
    ) -> Nullable<VerifyTenantDomainPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.tenant_domain_id.uuid();
            let outcome = federation::verify_tenant_domain(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome).await
        })
        .await
    }

    /// Removes a domain; accounts stay. Needs the permission `identity_providers:manage` and a recent log-in or `stepUp`.
    async fn remove_tenant_domain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to remove.")] input: RemoveTenantDomainInput,
    ) -> Nullable<RemoveTenantDomainPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let id = input.tenant_domain_id.uuid();
            let outcome = federation::remove_tenant_domain(scope.core(), scope.actor()?, id).await;
            scope.settle(outcome.map(TenantDomainId::from)).await
        })
        .await
    }
}
