//! All mutations about the audit trail.

use async_graphql::MergedObject;

use super::verify_audit_trail::VerifyAuditTrailMutation;

#[derive(Default, MergedObject)]
pub struct AuditMutation(VerifyAuditTrailMutation);
