//! A person who is left in any column of any table is found there, and nowhere else.

use std::collections::BTreeSet;

use sea_orm::{ColumnType, Value};
use uuid::Uuid;
use xorb_domain::crypto::{Place, seal_for_subject, seal_for_tenant, sha256};
use xorb_domain::jobs::Stop;
use xorb_domain::privacy::Identifier;
use xorb_domain::privacy::residue::{ResidueReport, Sought, scan_residue};
use xorb_entities::map::{self, Form};
use xorb_entities::tables::Column;

use super::residue_rows::RawRows;
use crate::both_modes;
use crate::harness::Tenant;
use crate::schema::migrated_database::execute;

pub const ANN: &str = "ann@example.org";

pub fn ann() -> Sought {
    Sought {
        request_id: Uuid::from_u128(7),
        identifiers: vec![Identifier::email(ANN).unwrap()],
        subjects: Vec::new(),
    }
}

pub async fn scan(tenant: &Tenant, person: Sought) -> ResidueReport {
    let scope = &tenant.owner.scope;
    let reports = scan_residue(&tenant.core, scope, &[person], &Stop::default()).await;
    reports.unwrap().pop().unwrap()
}

type Place3 = (String, String, String);

fn places(report: &ResidueReport) -> BTreeSet<Place3> {
    let residues = report.residues.iter();
    residues
        .map(|found| {
            (
                found.location.clone(),
                found.column.clone(),
                found.row_key.clone(),
            )
        })
        .collect()
}

fn form(table: &str, column: &str) -> Form {
    let of_table = map::tables().iter().find(|map| map.table == table).unwrap();
    of_table
        .columns()
        .find(|map| map.column == column)
        .unwrap()
        .form
}

/// The address as the column would hold it.
fn planted(table: &str, column: &Column) -> Value {
    let is_bytes = matches!(column.kind, ColumnType::VarBinary(_) | ColumnType::Blob);
    match (is_bytes, form(table, column.name)) {
        (true, Form::Hashed) => sha256(ANN.as_bytes()).to_vec().into(),
        (true, _) => ANN.as_bytes().to_vec().into(),
        _ if column.kind == ColumnType::JsonBinary => {
            serde_json::json!({ "deep": [{ "to": format!("<{ANN}>") }] }).into()
        }
        _ => format!("To: {ANN}, and others").into(),
    }
}

async fn sealed(tenant: &Tenant, place: Place, row: Uuid, is_for_person: bool) -> Value {
    let tx = tenant.core.db.write(&tenant.owner.scope).await.unwrap();
    let person = tenant.owner.subject_id.unwrap();
    let text = ANN.as_bytes();
    let sealed = if is_for_person {
        seal_for_subject(&tx, person, place, row, text).await
    } else {
        seal_for_tenant(&tx, place, row, text).await
    };
    sealed.unwrap().into()
}

/// Writes the address into one column of a row of its own, or of the only row that the tenant can have.
async fn plant(tenant: &Tenant, raw: &RawRows, table: &str, column: &Column) -> Place3 {
    let id = tenant.owner.scope.tenant_id();
    let place = |key: String| (table.to_owned(), column.name.to_owned(), key);
    if form(table, column.name) == Form::Encrypted {
        let row = raw.new_id();
        let at = Place {
            table: map::tables()
                .iter()
                .find(|map| map.table == table)
                .unwrap()
                .table,
            column: column.name,
        };
        // A vault outlives the person's key.
        let is_for_person = table != "data_subject_requests";
        let value = sealed(tenant, at, row, is_for_person).await;
        let person = Value::from(tenant.owner.subject_id);
        let set = [
            ("id", row.into()),
            ("subject_id", person),
            (column.name, value),
        ];
        return place(raw.insert(table, id, &set).await);
    }
    let value = planted(table, column);
    let key_column = match table {
        "tenants" => Some("id"),
        "audit_heads" | "audit_verifications" => Some("tenant_id"),
        _ => None,
    };
    let Some(key) = key_column else {
        return place(raw.insert(table, id, &[(column.name, value)]).await);
    };
    let sql = format!("UPDATE {table} SET {} = $1 WHERE {key} = $2", column.name);
    let written = execute(&raw.connection, &sql, [value.clone(), id.into()])
        .await
        .unwrap();
    if written == 0 {
        raw.insert(table, id, &[(column.name, value)]).await;
    }
    place(if table == "tenants" {
        id.to_string()
    } else {
        String::new()
    })
}

both_modes! {
    async fn a_person_left_in_any_column_of_any_table_is_found_there(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        let mut expected = BTreeSet::new();
        for table in raw.tables() {
            for column in table.columns.iter().filter(|column| raw.is_roomy(table, column)) {
                expected.insert(plant(&tenant, &raw, table.name, column).await);
            }
        }
        assert!(expected.len() > 60, "{}", expected.len());
        let report = scan(&tenant, ann()).await;
        assert_eq!(report.missed_canaries().collect::<Vec<_>>(), Vec::<&_>::new());
        assert!(!report.is_void(), "{:?}", report.unmapped);
        let found = places(&report);
        assert_eq!(expected.difference(&found).collect::<Vec<_>>(), Vec::<&Place3>::new(), "not found");
        assert_eq!(found.difference(&expected).collect::<Vec<_>>(), Vec::<&Place3>::new(), "not planted");
    }

    async fn every_table_and_column_has_its_canary_and_nothing_of_it_stays(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        let before = raw.counts().await;
        let report = scan(&tenant, ann()).await;
        assert!(!report.is_void(), "{report:?}");
        for table in raw.tables() {
            let columns = table.columns.iter().filter(|column| raw.is_roomy(table, column)).count();
            let place = report.locations.iter().find(|place| place.name == table.name).unwrap();
            assert_eq!((place.found, place.planted), (place.planted, u32::try_from(columns).unwrap()), "{}", table.name);
        }
        assert_eq!(raw.counts().await, before);
        assert_eq!(report.residues, []);
        let users = report.locations.iter().find(|place| place.name == "users").unwrap();
        assert!(users.rows == 1 && users.bytes > 30, "{users:?}");
    }

    async fn another_tenants_rows_and_other_peoples_addresses_are_not_reported(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let other = Tenant::sign_up(app, "umbrella").await;
        let raw = RawRows::open(app).await;
        let evidence = |text: &str| [("evidence", Value::from(text))];
        raw.insert("findings", other.owner.scope.tenant_id(), &evidence(ANN)).await;
        for text in ["joann@example.org", "ann@example.org.com", "JOANN%40example.org", "am9hbm5AZXhhbXBsZS5vcmc="] {
            raw.insert("findings", tenant.owner.scope.tenant_id(), &evidence(text)).await;
        }
        assert_eq!(scan(&tenant, ann()).await.residues, []);
        assert_eq!(scan(&other, ann()).await.residue_count, 1);
    }

    async fn the_requests_own_vault_is_no_residue_and_another_ones_is(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        let place = Place { table: "data_subject_requests", column: "identity_ciphertext" };
        let (own, foreign) = (ann().request_id, raw.new_id());
        for request in [own, foreign] {
            let vault = sealed(&tenant, place, request, false).await;
            let set = [("id", request.into()), ("identity_ciphertext", vault)];
            raw.insert(place.table, tenant.owner.scope.tenant_id(), &set).await;
        }
        let report = scan(&tenant, ann()).await;
        let key = foreign.to_string();
        assert_eq!(places(&report), BTreeSet::from([(place.table.to_owned(), place.column.to_owned(), key)]));
    }

    async fn a_ciphertext_whose_key_is_gone_is_counted_as_noise(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        let place = Place { table: "outgoing_mails", column: "ciphertext" };
        let row = raw.new_id();
        let mail = sealed(&tenant, place, row, true).await;
        let set = [("id", row.into()), ("subject_id", raw.new_id().into()), ("ciphertext", mail)];
        raw.insert(place.table, tenant.owner.scope.tenant_id(), &set).await;
        let report = scan(&tenant, ann()).await;
        assert!(!report.is_void());
        assert_eq!(report.residues, []);
        let mails = report.locations.iter().find(|found| found.name == place.table).unwrap();
        assert_eq!((mails.rows, mails.unreadable), (1, 1));
    }
}
