//! The erasure fence: a row is linked to a data subject only while that subject is active.
//!
//! A foreign key is no fence: it lets a late insert in between the fence and the deletion. So a trigger reads the subject,
//! on PostgreSQL `FOR SHARE`: an insert that began first is waited for, a later one sees `erasing` and is refused. Only a
//! transaction that sees an erasure pass of the subject gets through.

use sea_orm_migration::sea_orm::DbBackend;

/// PostgreSQL's trigger function, shared by all fenced tables.
pub const FUNCTION: &str = "
CREATE FUNCTION refuse_inactive_subject() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject_state text;
BEGIN
    IF NEW.subject_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT state INTO subject_state FROM data_subjects
        WHERE tenant_id = NEW.tenant_id AND id = NEW.subject_id FOR SHARE;
    IF subject_state = 'active' THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM erasure_passes
        WHERE tenant_id = NEW.tenant_id AND subject_id = NEW.subject_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'subject_fence: the data subject of this % row is not active', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'subject_fence', TABLE = TG_TABLE_NAME;
END $$;
";

/// The fence of one table with a `subject_id`.
pub fn fence(backend: DbBackend, table: &str) -> String {
    match backend {
        DbBackend::Sqlite => sqlite(table, "INSERT") + &sqlite(table, "UPDATE"),
        _ => format!(
            "CREATE TRIGGER {table}_subject_fence BEFORE INSERT OR UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_inactive_subject();
"
        ),
    }
}

fn sqlite(table: &str, event: &str) -> String {
    let suffix = event.to_ascii_lowercase();
    format!(
        "CREATE TRIGGER {table}_subject_fence_{suffix} BEFORE {event} ON {table}
    WHEN NEW.subject_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM data_subjects
        WHERE tenant_id = NEW.tenant_id AND id = NEW.subject_id AND state = 'active')
    AND NOT EXISTS (SELECT 1 FROM erasure_passes
        WHERE tenant_id = NEW.tenant_id AND subject_id = NEW.subject_id)
BEGIN
    SELECT RAISE(ABORT, 'subject_fence');
END;
"
    )
}
