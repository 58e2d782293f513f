//! The kill switches as the job tables see them.

/// Whether scans are stopped, for the platform or for the tenant of a row of `jobs`.
pub(super) const SCANS_ARE_STOPPED: &str = "\
    (EXISTS (SELECT 1 FROM kill_switches WHERE name = 'scans' AND engaged_at IS NOT NULL) \
     OR EXISTS (SELECT 1 FROM tenants WHERE tenants.id = jobs.tenant_id AND scans_stopped_at IS NOT NULL))";
