//! A row about each of two people in every table, every column that can hold text, JSON or bytes filled with a needle of
//! its own. Generated from the models, so a new column is filled on the day it is added.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeZone, Utc};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ColumnType, ConnectionTrait,
    DatabaseConnection, EntityTrait, IdenStatic, IntoActiveModel, Iterable, QueryResult, Statement,
    Value,
};
use uuid::Uuid;
use xorb_entities::map::{Classified, Erase, Form, tables};
use xorb_entities::{
    assets::*, findings::*, identity::*, jobs::*, privacy::*, scans::*, webhooks::*,
};

use crate::structure::catalog::Catalog;

/// A person as the product made it, and the id of every row that the test adds about it.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: &'static str,
    pub address: String,
    pub tenant_id: Uuid,
    pub subject_id: Uuid,
    pub user_id: Uuid,
    pub rows_id: Uuid,
}

/// What was put into one column for one person, and what the map says must become of it.
#[derive(Clone, Debug)]
pub struct Needle {
    pub text: String,
    pub erase: Erase,
}

/// Columns that hold a person's user id under another name.
const USER_COLUMNS: [&str; 6] = [
    "user_id",
    "invited_by",
    "accepted_user_id",
    "requested_by",
    "verified_by",
    "approved_by",
];

pub struct Filler<'a> {
    db: &'a DatabaseConnection,
    permitted: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

macro_rules! for_each {
    ($self:ident, $function:ident, $person:ident, $needles:ident: $($model:ident)*) => {
        $($self.$function::<$model::Entity>($person, &mut $needles).await;)*
    };
}

impl<'a> Filler<'a> {
    pub async fn new(db: &'a DatabaseConnection) -> Self {
        let catalog = Catalog::read(db).await;
        let tables = catalog.tables.into_iter();
        Self {
            db,
            permitted: tables
                .map(|(name, table)| (name, table.permitted))
                .collect(),
        }
    }

    /// Fills the rows that the product has made of this person, and adds one to each other table, in an order in which
    /// foreign keys are met. `sealed` makes the value of an encrypted column.
    pub async fn fill(&self, person: &Person) -> Vec<Needle> {
        let mut needles = Vec::new();
        for_each!(self, update, person, needles: user session refresh_token invitation);
        for_each!(self, insert, person, needles:
            idempotency_key totp_factor recovery_code mfa_challenge passkey passkey_ceremony known_device
            api_key password_reset email_change custom_role user_custom_role support_grant impersonation job job_effect
            asset asset_verification scan scan_step check_coverage
            finding finding_observation finding_event
            data_subject_request data_subject_request_task data_subject_request_message certificate erasure_ledger
            webhook_endpoint webhook_key webhook_delivery
        );
        needles
    }

    /// Puts needles into the person's rows, but not in place of the address: log-in and erasure go by it.
    async fn update<E: EntityTrait>(&self, person: &Person, needles: &mut Vec<Needle>) {
        for (column, kind) in self.open_columns::<E>() {
            if column.starts_with("email") {
                continue;
            }
            let needle = needle::<E>(person, &column);
            let sql = format!(
                "UPDATE {} SET {column} = $1 WHERE tenant_id = $2 AND subject_id = $3",
                table::<E>()
            );
            let values = [
                value(&kind, &needle.text),
                person.tenant_id.into(),
                person.subject_id.into(),
            ];
            assert_eq!(execute(self.db, &sql, values).await, 1, "{sql}");
            needles.push(needle);
        }
    }

    async fn insert<E>(&self, person: &Person, needles: &mut Vec<Needle>)
    where
        E: EntityTrait,
        E::ActiveModel: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let open: Vec<_> = self.open_columns::<E>();
        let mut row = <E::ActiveModel as ActiveModelTrait>::default();
        for column in E::Column::iter() {
            let (name, definition) = (column.as_str(), column.def());
            let kind = definition.get_column_type();
            let set = if open.iter().any(|(open, _)| open == name) {
                let needle = needle::<E>(person, name);
                let set = value(kind, &needle.text);
                needles.push(needle);
                set
            } else {
                self.fixed::<E>(name, kind, person)
            };
            row.set(column, set);
        }
        row.insert(self.db)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", table::<E>()));
    }

    /// The value of a column with no room for a needle.
    fn fixed<E: EntityTrait>(&self, column: &str, kind: &ColumnType, person: &Person) -> Value {
        match kind {
            ColumnType::Uuid if column == "tenant_id" => person.tenant_id.into(),
            ColumnType::Uuid if column == "subject_id" || column == "subject_ref" => {
                person.subject_id.into()
            }
            ColumnType::Uuid if USER_COLUMNS.contains(&column) => person.user_id.into(),
            // The sessions are the product's own, with ids of their own.
            ColumnType::Uuid if column == "session_id" => Value::Uuid(None),
            ColumnType::Uuid => person.rows_id.into(),
            ColumnType::Integer => 1_i32.into(),
            ColumnType::BigInteger => 1_i64.into(),
            ColumnType::Double => 7.5_f64.into(),
            ColumnType::Boolean => true.into(),
            ColumnType::TimestampWithTimeZone => moment().into(),
            ColumnType::VarBinary(_) | ColumnType::Blob => Value::Bytes(None),
            _ => settled(column, &self.permitted[table::<E>()][column]).into(),
        }
    }

    /// The columns with room for a needle: text that no CHECK holds, JSON, bytes that are not sealed.
    fn open_columns<E: EntityTrait>(&self) -> Vec<(String, ColumnType)> {
        let permitted = self.permitted.get(table::<E>());
        let columns = E::Column::iter().map(|column| {
            (
                column.as_str().to_owned(),
                column.def().get_column_type().clone(),
            )
        });
        columns
            .filter(|(name, kind)| {
                has_room(kind) && !permitted.is_some_and(|columns| columns.contains_key(name))
            })
            .filter(|(name, _)| classified::<E>(name).form != Form::Encrypted)
            .collect()
    }
}

/// In the past of any clock here.
fn moment() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap()
}

/// A state in which nothing picks the row up, where there is one.
fn settled(column: &str, words: &BTreeSet<String>) -> String {
    let done = ["succeeded", "completed", "done", "erased"];
    let word = done
        .iter()
        .find(|word| column == "state" && words.contains(**word));
    word.map_or_else(|| words.first().unwrap().clone(), |word| (*word).to_owned())
}

fn has_room(kind: &ColumnType) -> bool {
    !matches!(
        kind,
        ColumnType::Uuid
            | ColumnType::Integer
            | ColumnType::BigInteger
            | ColumnType::Double
            | ColumnType::Boolean
            | ColumnType::TimestampWithTimeZone
    )
}

fn needle<E: EntityTrait>(person: &Person, column: &str) -> Needle {
    let classified = classified::<E>(column);
    let token = format!("needle-{}-{}-{column}", person.name, classified.table);
    let text = match classified.erase {
        Erase::RedactMentions => format!("{token} says <{}>", person.address),
        _ => token,
    };
    Needle {
        text,
        erase: classified.erase,
    }
}

fn classified<E: EntityTrait>(column: &str) -> Classified {
    let table = tables()
        .iter()
        .find(|map| map.table == table::<E>())
        .unwrap();
    table
        .columns()
        .find(|classified| classified.column == column)
        .unwrap()
}

fn table<E: EntityTrait>() -> &'static str {
    let name = E::default();
    tables()
        .iter()
        .map(|map| map.table)
        .find(|table| *table == name.table_name())
        .unwrap()
}

fn value(kind: &ColumnType, text: &str) -> Value {
    match kind {
        ColumnType::VarBinary(_) | ColumnType::Blob => text.as_bytes().to_vec().into(),
        ColumnType::JsonBinary => serde_json::json!({ text: [text] }).into(),
        _ => text.into(),
    }
}

pub async fn execute(
    db: &DatabaseConnection,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> u64 {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.execute_raw(statement).await.unwrap().rows_affected()
}

pub async fn query(db: &DatabaseConnection, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(statement).await.unwrap()
}
