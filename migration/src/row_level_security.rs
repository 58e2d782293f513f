//! The third wall between tenants: PostgreSQL shows and takes only rows of the transaction's tenant.
//!
//! The tenant is `xorb.tenant_id`, set by `set_config(…, true)` inside the transaction. Unset, or emptied by an earlier
//! transaction, it is null, and null equals no row. FORCE binds the tables' owner as well.

/// The wall around one table. The sub-select makes the planner evaluate the setting once, not per row.
pub fn tenant_wall(table: &str) -> String {
    const TENANT: &str =
        "tenant_id = (SELECT nullif(current_setting('xorb.tenant_id', true), '')::uuid)";
    format!(
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON {table} USING ({TENANT}) WITH CHECK ({TENANT});
"
    )
}
