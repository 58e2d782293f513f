//! `updateAdministrationNetworks`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use xorb_domain::identity::{
    self, AdministrationNetworks as NetworksView, UpdateAdministrationNetworks,
};

use super::AdministrationNetworks;
use crate::graphql::{Nullable, ScopeOfContext, UserError, payload};

/// The networks.
#[derive(InputObject)]
pub struct UpdateAdministrationNetworksInput {
    /// All networks that administration is allowed from, such as `192.0.2.0/24`; none: from anywhere.
    networks: Vec<String>,
    /// The `version` you have seen: if they have changed since, the answer is `CONFLICT`.
    expected_version: Option<i32>,
}

/// What `updateAdministrationNetworks` answers.
#[derive(SimpleObject)]
pub struct UpdateAdministrationNetworksPayload {
    /// The networks as they are now; null if they were refused.
    administration_networks: Option<AdministrationNetworks>,
    /// Why it was refused; empty if it was not.
    user_errors: Vec<UserError>,
}

payload!(UpdateAdministrationNetworksPayload {
    administration_networks: NetworksView
});

#[derive(Default)]
pub struct UpdateAdministrationNetworksMutation;

#[Object]
impl UpdateAdministrationNetworksMutation {
    /// Binds administration to networks, or frees it. Counts from everybody's next operation on; your own address must be within. Needs the permission `access:manage`, and a log-in or step-up within ten minutes.
    async fn update_administration_networks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The networks.")] input: UpdateAdministrationNetworksInput,
    ) -> Nullable<UpdateAdministrationNetworksPayload> {
        Nullable::of(async {
            let scope = ctx.scope()?;
            let outcome = {
                let input = UpdateAdministrationNetworks {
                    networks: input.networks,
                    expected_version: input.expected_version,
                };
                identity::update_administration_networks(scope.core(), scope.actor()?, input).await
            };
            scope.settle(outcome).await
        })
        .await
    }
}
