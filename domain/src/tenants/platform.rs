//! The reserved tenant `platform`: the operators' own realm, and the audit chain of what belongs to no tenant.

use uuid::Uuid;
use xorb_entities::tenants::TenantStatus;

use super::TenantScope;
use super::insert_tenant::{NewTenant, insert_tenant};
use crate::{AppError, Core};

/// Its fixed id, which no clock can make.
pub(super) const PLATFORM_ID: Uuid = Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001);

impl Core {
    /// The scope of the platform's own tenant.
    #[must_use]
    pub fn platform(&self) -> TenantScope {
        TenantScope::verified(PLATFORM_ID)
    }

    /// Makes the platform's tenant unless it is there. Called at start, before anybody can sign up.
    ///
    /// # Errors
    /// As the database says.
    pub async fn ensure_platform_tenant(&self) -> Result<(), AppError> {
        if self.has_platform_tenant().await? {
            return Ok(());
        }
        let tx = self.db.write(&self.platform()).await?;
        let tenant = NewTenant {
            slug: "platform",
            name: "Platform",
            status: TenantStatus::Platform,
        };
        let written = match insert_tenant(&tx, tenant).await {
            Ok(()) => tx.commit().await,
            Err(error) => Err(error),
        };
        match written {
            // Another process was faster.
            Err(_) if self.has_platform_tenant().await? => Ok(()),
            written => written,
        }
    }

    async fn has_platform_tenant(&self) -> Result<bool, AppError> {
        let tx = self.db.read(&self.platform()).await?;
        let rows = tx
            .query(
                "SELECT 1 AS one FROM tenants WHERE id = $1",
                [PLATFORM_ID.into()],
            )
            .await?;
        Ok(!rows.is_empty())
    }
}
