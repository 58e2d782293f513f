//! Batches of the tenant's own roles, for nested fields.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use uuid::Uuid;
use xorb_domain::AppError;
use xorb_domain::identity::{self, CustomRole};

use crate::graphql::Reads;

/// The roles of this user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct RolesOfUser(pub(super) Uuid);

impl Loader<RolesOfUser> for Reads {
    type Value = Vec<CustomRole>;
    type Error = Arc<AppError>;

    async fn load(
        &self,
        keys: &[RolesOfUser],
    ) -> Result<HashMap<RolesOfUser, Vec<CustomRole>>, Self::Error> {
        let users: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let found = identity::load_custom_roles(&self.0, &users).await?;
        let by_user = found
            .into_iter()
            .map(|(user, roles)| (RolesOfUser(user), roles));
        Ok(by_user.collect())
    }
}
