//! What identifies a job, and what proves that a run still owns it.

use uuid::Uuid;

/// A job of a tenant: all that ever travels through the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobRef {
    /// Whose it is.
    pub tenant_id: Uuid,
    /// Which it is.
    pub job_id: Uuid,
}

impl JobRef {
    /// 32 bytes: tenant id, then job id.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        let (tenant, job) = bytes.split_at_mut(16);
        tenant.copy_from_slice(self.tenant_id.as_bytes());
        job.copy_from_slice(self.job_id.as_bytes());
        bytes
    }

    /// The reverse; `None` for anything that is not 32 bytes long.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; 32] = bytes.try_into().ok()?;
        let (tenant, job) = bytes.split_at(16);
        Some(Self {
            tenant_id: Uuid::from_slice(tenant).ok()?,
            job_id: Uuid::from_slice(job).ok()?,
        })
    }
}

/// One claim of a job. Epoch and token together are the fence: the token is random per claim, so that a claim which the
/// database forgot in a crash can't be mistaken for a later one with the same epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job: JobRef,
    /// Counts the claims.
    pub epoch: i64,
    /// Random per claim.
    pub token: Uuid,
}
