//! A domain of the company.

use async_graphql::{Description, Enum, ID, Object};
use xorb_domain::identity::federation::TenantDomainView;
use xorb_entities::ids::TenantDomainId;

use crate::graphql::scalars::DateTime;

/// Whether a domain is proven to be your company's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "xorb_entities::identity::DomainState")]
pub enum TenantDomainState {
    /// The TXT record was not found yet.
    Pending,
    /// It was.
    Verified,
}

/// A domain of your company. Once it is verified, people with its addresses find your identity providers, and can get
/// accounts through them.
#[derive(Description)]
pub struct TenantDomain(TenantDomainView);

impl From<TenantDomainView> for TenantDomain {
    fn from(view: TenantDomainView) -> Self {
        Self(view)
    }
}

#[Object(use_type_description)]
impl TenantDomain {
    /// Its id, `dom_…`.
    async fn id(&self) -> ID {
        TenantDomainId::from(self.0.id).into()
    }

    /// The domain, such as `example.org`.
    async fn domain(&self) -> &str {
        &self.0.domain
    }

    /// Whether it is proven.
    async fn state(&self) -> TenantDomainState {
        self.0.state.into()
    }

    /// Where to publish a TXT record.
    async fn record_name(&self) -> &str {
        &self.0.record_name
    }

    /// What the record says.
    async fn record_value(&self) -> &str {
        &self.0.record_value
    }

    /// When the record was last looked for.
    async fn checked_at(&self) -> Option<DateTime> {
        self.0.checked_at.map(DateTime)
    }

    /// When it was first found.
    async fn verified_at(&self) -> Option<DateTime> {
        self.0.verified_at.map(DateTime)
    }
}
