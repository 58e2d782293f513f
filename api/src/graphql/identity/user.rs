//! A person with an account.

use async_graphql::{Context, Description, ID, Object};
use xorb_domain::identity::User as UserView;
use xorb_entities::ids::UserId;

use super::load::RolesOfUser;
use super::{CustomRole, Role, UserKind, UserStatus};
use crate::graphql::scalars::{DateTime, EmailAddress};
use crate::graphql::{Nullable, load_list};

/// A person with an account in this tenant. The same person in another tenant is another user.
#[derive(Description)]
pub struct User(UserView);

impl From<UserView> for User {
    fn from(view: UserView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl User {
    /// The user's id, `user_…`.
    pub(crate) async fn id(&self) -> ID {
        UserId::from(self.0.id).into()
    }

    /// The address that the person logs in with. A service account has one that no mail can reach.
    async fn email(&self) -> EmailAddress {
        EmailAddress(self.0.email.clone())
    }

    /// The name that others see.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// What the person may do.
    async fn roles(&self) -> Vec<Role> {
        self.0.roles.iter().copied().map(Into::into).collect()
    }

    /// What the tenant's own roles permit the person beside.
    async fn custom_roles(&self, ctx: &Context<'_>) -> Nullable<Vec<CustomRole>> {
        load_list(ctx, RolesOfUser(self.0.id)).await
    }

    /// Whether the person may log in.
    async fn status(&self) -> UserStatus {
        self.0.status.into()
    }

    /// Whether it is a person or a program.
    async fn kind(&self) -> UserKind {
        self.0.kind.into()
    }

    /// Grows with each change: give it as `expectedVersion` to change only what you have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the account was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}
