//! A role of the tenant's own.

use async_graphql::{Description, ID, Object};
use xorb_domain::identity::CustomRole as CustomRoleView;
use xorb_entities::ids::CustomRoleId;

use crate::graphql::scalars::DateTime;

/// A role that your company has made out of permissions, beside the shipped ones.
#[derive(Description)]
pub struct CustomRole(CustomRoleView);

impl From<CustomRoleView> for CustomRole {
    fn from(view: CustomRoleView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl CustomRole {
    /// The role's id, `role_…`.
    async fn id(&self) -> ID {
        CustomRoleId::from(self.0.id).into()
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it permits, for example `scans:start`.
    async fn permissions(&self) -> Vec<&'static str> {
        let permissions = self.0.permissions.iter();
        permissions.map(|permission| permission.as_str()).collect()
    }

    /// Grows with each change: give it as `expectedVersion` to change only what you have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}
