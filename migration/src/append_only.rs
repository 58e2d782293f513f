//! Tables whose rows are added and not changed, whoever asks: the trigger binds the owner as well, the grants do not.

use sea_orm_migration::sea_orm::DbBackend;

/// PostgreSQL's trigger functions, shared by all such tables.
pub const FUNCTIONS: &str = "
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append_only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = '23001', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION refuse_change_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM erasure_passes WHERE tenant_id = OLD.tenant_id) THEN
        RAISE EXCEPTION 'append_only: % of % is refused outside an erasure', TG_OP, TG_TABLE_NAME
            USING ERRCODE = '23001', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
";

/// Refuses UPDATE, DELETE and TRUNCATE.
pub fn refuse_every_change(backend: DbBackend, table: &str) -> String {
    match backend {
        DbBackend::Sqlite => sqlite(table, "UPDATE", "") + &sqlite(table, "DELETE", ""),
        _ => postgres(table, "UPDATE OR DELETE", "refuse_change") + &no_truncate(table),
    }
}

/// Refuses UPDATE; rows may be deleted one by one, never by TRUNCATE.
pub fn refuse_update(backend: DbBackend, table: &str) -> String {
    match backend {
        DbBackend::Sqlite => sqlite(table, "UPDATE", ""),
        _ => postgres(table, "UPDATE", "refuse_change") + &no_truncate(table),
    }
}

/// Refuses UPDATE and DELETE except in a transaction that sees an erasure pass of the row's tenant.
pub fn refuse_change_unless_erasing(backend: DbBackend, table: &str) -> String {
    const UNLESS: &str =
        "\n    WHEN NOT EXISTS (SELECT 1 FROM erasure_passes WHERE tenant_id = OLD.tenant_id)";
    match backend {
        DbBackend::Sqlite => sqlite(table, "UPDATE", UNLESS) + &sqlite(table, "DELETE", UNLESS),
        _ => {
            postgres(table, "UPDATE OR DELETE", "refuse_change_unless_erasing")
                + &no_truncate(table)
        }
    }
}

fn postgres(table: &str, events: &str, function: &str) -> String {
    format!(
        "CREATE TRIGGER {table}_append_only BEFORE {events} ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}();
"
    )
}

fn no_truncate(table: &str) -> String {
    format!(
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"
    )
}

fn sqlite(table: &str, event: &str, condition: &str) -> String {
    let suffix = event.to_ascii_lowercase();
    format!(
        "CREATE TRIGGER {table}_append_only_{suffix} BEFORE {event} ON {table}{condition}
BEGIN
    SELECT RAISE(ABORT, 'append_only');
END;
"
    )
}
