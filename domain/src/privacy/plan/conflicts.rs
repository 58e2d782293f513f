//! What an approver must know, or must mend first: owners, the last person, running scans.

use sea_orm::Value;
use uuid::Uuid;

use super::PlanConflict;
use crate::AppError;
use crate::db::{TenantTx, placeholder_list};

/// The tenant would go on without an owner.
pub const SOLE_OWNER: &str = "SOLE_OWNER";
/// The tenant is closed with the erasure.
pub const LAST_PERSON: &str = "LAST_PERSON";
const RUNNING_SCAN: &str = "RUNNING_SCAN";

/// The conflicts of erasing `subjects`.
///
/// # Errors
/// As the database says.
pub async fn conflicts(tx: &TenantTx, subjects: &[Uuid]) -> Result<Vec<PlanConflict>, AppError> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let people = People::read(tx, subjects).await?;
    let mut found = Vec::new();
    if people.ours > 0 && people.others == 0 {
        found.push(PlanConflict {
            code: LAST_PERSON.to_owned(),
            message: "this is the tenant's only person: the tenant is closed with the erasure. Its status becomes \
                      offboarding, nobody can log in, scans are stopped"
                .to_owned(),
            blocks_approval: false,
        });
    } else if people.our_owners > 0 && people.other_owners == 0 {
        found.push(PlanConflict {
            code: SOLE_OWNER.to_owned(),
            message: "this is the tenant's only owner: give another person the owner role first (updateUserRoles, or \
                      inviteUser with the role OWNER), then load the request again"
                .to_owned(),
            blocks_approval: true,
        });
    }
    let scans = running_scans(tx, subjects).await?;
    if scans > 0 {
        found.push(PlanConflict {
            code: RUNNING_SCAN.to_owned(),
            message: format!(
                "{scans} of the person's scans have not ended: the erasure cancels them"
            ),
            blocks_approval: false,
        });
    }
    Ok(found)
}

/// How many active people there are, and owners among them.
struct People {
    ours: i64,
    our_owners: i64,
    others: i64,
    other_owners: i64,
}

impl People {
    async fn read(tx: &TenantTx, subjects: &[Uuid]) -> Result<Self, AppError> {
        let ours = format!("u.subject_id IN ({})", placeholder_list(1, subjects.len()));
        let owns = "EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id \
                    AND r.role = 'owner')";
        let sum =
            |condition: &str| format!("COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0)");
        let sql = format!(
            "SELECT {} AS ours, {} AS our_owners, {} AS others, {} AS other_owners \
             FROM users u WHERE u.tenant_id = $1 AND u.status = 'active'",
            sum(&ours),
            sum(&format!("{ours} AND {owns}")),
            sum(&format!("NOT ({ours})")),
            sum(&format!("NOT ({ours}) AND {owns}")),
        );
        let rows = tx.query(sql, values(tx, subjects)).await?;
        let row = rows
            .first()
            .ok_or_else(|| AppError::internal("a count gave no row"))?;
        Ok(Self {
            ours: row.try_get("", "ours")?,
            our_owners: row.try_get("", "our_owners")?,
            others: row.try_get("", "others")?,
            other_owners: row.try_get("", "other_owners")?,
        })
    }
}

async fn running_scans(tx: &TenantTx, subjects: &[Uuid]) -> Result<i64, AppError> {
    let sql = format!(
        "SELECT count(*) AS total FROM scans WHERE tenant_id = $1 AND subject_id IN ({}) \
         AND state IN ('queued', 'authorizing', 'running')",
        placeholder_list(1, subjects.len())
    );
    let rows = tx.query(sql, values(tx, subjects)).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get("", "total"))?)
}

fn values(tx: &TenantTx, subjects: &[Uuid]) -> Vec<Value> {
    let subjects = subjects.iter().map(|subject| Value::from(*subject));
    std::iter::once(tx.tenant_id().into())
        .chain(subjects)
        .collect()
}
