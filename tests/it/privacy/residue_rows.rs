//! Rows of any table, written past every rule: what a bug, a restored backup or a careless operator could leave behind.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnType, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Value,
};
use uuid::Uuid;
use xorb_entities::tables::{self, Column, Table};

use crate::harness::{Stores, TestApp};
use crate::schema::migrated_database::{execute, query};
use crate::structure::catalog::Catalog;

/// A connection that no foreign key, trigger or wall stops.
pub struct RawRows {
    pub connection: DatabaseConnection,
    catalog: Catalog,
    tables: Vec<Table>,
    next: AtomicU64,
}

impl RawRows {
    pub async fn open(app: &TestApp) -> Self {
        let url = match app.stores() {
            Stores::Embedded(sqlite) => &sqlite.url,
            Stores::Distributed { database, .. } => &database.superuser_url,
        };
        let mut options = ConnectOptions::new(url);
        options.max_connections(1);
        let connection = Database::connect(options).await.unwrap();
        let catalog = Catalog::read(&connection).await;
        if connection.get_database_backend() == DbBackend::Postgres {
            let sql = "SET session_replication_role = replica";
            connection.execute_unprepared(sql).await.unwrap();
        } else {
            let sql = "PRAGMA foreign_keys = OFF";
            connection.execute_unprepared(sql).await.unwrap();
            for trigger in catalog.tables.values().flat_map(|table| &table.triggers) {
                let sql = format!("DROP TRIGGER {trigger}");
                connection.execute_unprepared(&sql).await.unwrap();
            }
        }
        Self {
            connection,
            catalog,
            tables: tables::all(),
            next: AtomicU64::new(1),
        }
    }

    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Whether the database lets any text into the column.
    pub fn is_roomy(&self, table: &Table, column: &Column) -> bool {
        let is_text = matches!(
            column.kind,
            ColumnType::String(_) | ColumnType::Text | ColumnType::JsonBinary
        );
        let is_bytes = matches!(column.kind, ColumnType::VarBinary(_) | ColumnType::Blob);
        let has_check = self.catalog.tables[table.name]
            .permitted
            .contains_key(column.name);
        (is_text || is_bytes) && !has_check
    }

    pub fn new_id(&self) -> Uuid {
        Uuid::from_u128(0x5000_0000_0000 + u128::from(self.next.fetch_add(1, Ordering::Relaxed)))
    }

    /// A new row with these values; the rest is made up. Its key, as reports name it.
    pub async fn insert(&self, table: &str, tenant: Uuid, set: &[(&str, Value)]) -> String {
        let table = self
            .tables
            .iter()
            .find(|known| known.name == table)
            .unwrap();
        let value = |column: &Column| {
            let given = set.iter().find(|(name, _)| *name == column.name);
            given.map_or_else(
                || self.filler(table, column, tenant),
                |(_, value)| value.clone(),
            )
        };
        let values: Vec<Value> = table.columns.iter().map(value).collect();
        let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        let places: Vec<_> = (1..=values.len()).map(|n| format!("${n}")).collect();
        let key = table
            .primary_key
            .iter()
            .filter(|name| **name != "tenant_id");
        let key: Vec<String> = key
            .map(|name| text(&values[names.iter().position(|other| other == name).unwrap()]))
            .collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            table.name,
            names
                .iter()
                .map(|name| format!("\"{name}\""))
                .collect::<Vec<_>>()
                .join(", "),
            places.join(", ")
        );
        execute(&self.connection, &sql, values).await.unwrap();
        key.join(":")
    }

    fn filler(&self, table: &Table, column: &Column, tenant: Uuid) -> Value {
        let words = self.catalog.tables[table.name].permitted.get(column.name);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let is_unique = ["seq", "generation"].contains(&column.name);
        match &column.kind {
            ColumnType::Uuid if column.name == "tenant_id" => tenant.into(),
            ColumnType::Uuid => self.new_id().into(),
            ColumnType::Integer if is_unique => i32::try_from(number).unwrap().into(),
            ColumnType::BigInteger if is_unique => i64::try_from(number).unwrap().into(),
            ColumnType::Integer => 1_i32.into(),
            ColumnType::BigInteger => 1_i64.into(),
            ColumnType::Double => 7.5_f64.into(),
            ColumnType::Boolean => true.into(),
            ColumnType::TimestampWithTimeZone => at().into(),
            ColumnType::VarBinary(_) | ColumnType::Blob => number.to_be_bytes().to_vec().into(),
            ColumnType::JsonBinary => serde_json::json!({}).into(),
            _ => words
                .and_then(|words| words.first().cloned())
                .unwrap_or_else(|| format!("filler {number}"))
                .into(),
        }
    }

    /// How many rows each table has.
    pub async fn counts(&self) -> Vec<(&'static str, i64)> {
        let mut counts = Vec::new();
        for table in &self.tables {
            let sql = format!("SELECT count(*) AS n FROM {}", table.name);
            let rows = query(&self.connection, &sql, []).await.unwrap();
            counts.push((table.name, rows[0].try_get("", "n").unwrap()));
        }
        counts
    }
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 123_456_000).unwrap()
}

fn text(value: &Value) -> String {
    match value {
        Value::Uuid(Some(id)) => id.to_string(),
        Value::Int(Some(number)) => number.to_string(),
        Value::BigInt(Some(number)) => number.to_string(),
        Value::String(Some(text)) => text.clone(),
        Value::Bytes(Some(bytes)) => hex::encode(bytes),
        Value::ChronoDateTimeUtc(Some(at)) => at.to_rfc3339(),
        other => panic!("{other:?} is no key"),
    }
}
