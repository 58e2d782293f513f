//! What one migration does, collected and sent to the database in one piece.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::{
    append_only,
    roles::{self, RUNTIME_ROLE},
    row_level_security, sql, subject_fence,
};

/// SQL for one database, built in the order of the calls.
pub struct Script {
    backend: DbBackend,
    sql: String,
}

impl Script {
    pub fn new(manager: &SchemaManager<'_>) -> Self {
        Self {
            backend: manager.get_database_backend(),
            sql: String::new(),
        }
    }

    /// SQL for both databases, with the placeholders of `sql.rs`.
    pub fn sql(mut self, template: &str) -> Self {
        self.sql.push_str(&sql::render(self.backend, template));
        self
    }

    /// SQL that only PostgreSQL gets.
    pub fn postgres(mut self, sql: &str) -> Self {
        if self.backend == DbBackend::Postgres {
            self.sql.push_str(sql);
        }
        self
    }

    /// Rows of these tables are seen and written by their own tenant only, through the runtime role.
    pub fn tenant_tables(self, tables: &[&str]) -> Self {
        self.tenant_wall(tables)
            .grant(RUNTIME_ROLE, "SELECT, INSERT, UPDATE, DELETE", tables)
    }

    /// Row-level security without any grant.
    pub fn tenant_wall(self, tables: &[&str]) -> Self {
        self.for_each(tables, |script, table| {
            script.postgres(&row_level_security::tenant_wall(table))
        })
    }

    pub fn grant(self, role: &str, privileges: &str, tables: &[&str]) -> Self {
        self.for_each(tables, |script, table| {
            script.postgres(&roles::grant(role, privileges, table))
        })
    }

    /// Nothing is linked to a data subject that is not active.
    pub fn subject_fence(self, tables: &[&str]) -> Self {
        self.for_each(tables, |script, table| {
            let sql = subject_fence::fence(script.backend, table);
            script.verbatim(&sql)
        })
    }

    /// Rows of these tables are added and never changed.
    pub fn append_only(self, tables: &[&str]) -> Self {
        self.for_each(tables, |script, table| {
            let sql = append_only::refuse_every_change(script.backend, table);
            script.verbatim(&sql)
        })
    }

    /// Rows are added and deleted, never updated.
    pub fn no_update(self, table: &str) -> Self {
        let sql = append_only::refuse_update(self.backend, table);
        self.verbatim(&sql)
    }

    /// Rows are added; only an erasure of their tenant changes or deletes one.
    pub fn append_only_except_erasure(self, table: &str) -> Self {
        let sql = append_only::refuse_change_unless_erasing(self.backend, table);
        self.verbatim(&sql)
    }

    /// Drops the tables in the order given: those that refer to others first.
    pub fn drop_tables(self, tables: &[&str]) -> Self {
        self.for_each(tables, |script, table| {
            script.verbatim(&format!("DROP TABLE {table};\n"))
        })
    }

    pub async fn run(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        if !self.sql.is_empty() {
            manager
                .get_connection()
                .execute_unprepared(&self.sql)
                .await?;
        }
        Ok(())
    }

    fn verbatim(mut self, sql: &str) -> Self {
        self.sql.push_str(sql);
        self
    }

    fn for_each(self, tables: &[&str], step: impl Fn(Self, &str) -> Self) -> Self {
        tables
            .iter()
            .fold(self, |script, table| step(script, table))
    }
}
