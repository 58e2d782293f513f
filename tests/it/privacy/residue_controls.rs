//! A scan that overlooks something is void; one that is stopped, or cannot reach a store, says nothing.

use sea_orm::{ConnectionTrait, Value};
use xorb_domain::AppError;
use xorb_domain::jobs::{Stop, StopReason};
use xorb_domain::privacy::Identifier;
use xorb_domain::privacy::residue::{ResidueReport, Sought, scan_residue};

use super::residue_columns::{ANN, ann, scan};
use super::residue_rows::RawRows;
use crate::both_modes;
use crate::harness::{Stores, Tenant, TestApp};

fn missed(report: &ResidueReport) -> Vec<&str> {
    report
        .missed_canaries()
        .map(|place| place.name.as_str())
        .collect()
}

/// From now on the reader does not see what is in this column of findings.
async fn blind(app: &TestApp, column: &str) {
    let raw = RawRows::open(app).await;
    let statements: &[String] = match app.stores() {
        Stores::Embedded(_) => &[format!(
            "CREATE TRIGGER blind AFTER INSERT ON findings BEGIN UPDATE findings SET {column} = '' WHERE id = NEW.id; END"
        )],
        Stores::Distributed { .. } => &[
            format!(
                "CREATE FUNCTION blind() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.{column} = ''; RETURN NEW; END $$"
            ),
            "CREATE TRIGGER blind BEFORE INSERT ON findings FOR EACH ROW EXECUTE FUNCTION blind()"
                .to_owned(),
        ],
    };
    for statement in statements {
        raw.connection.execute_unprepared(statement).await.unwrap();
    }
}

both_modes! {
    async fn a_scan_that_does_not_see_a_column_is_void(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        blind(app, "evidence").await;
        let report = scan(&tenant, ann()).await;
        assert!(report.is_void());
        assert_eq!(missed(&report), ["findings"]);
    }

    async fn a_scan_that_does_not_see_a_table_is_void(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        let hide = match app.stores() {
            Stores::Embedded(_) => "CREATE TRIGGER hide AFTER INSERT ON invitations BEGIN DELETE FROM invitations WHERE id = NEW.id; END",
            Stores::Distributed { .. } => "CREATE POLICY hide ON invitations AS RESTRICTIVE FOR SELECT USING (false)",
        };
        raw.connection.execute_unprepared(hide).await.unwrap();
        let report = scan(&tenant, ann()).await;
        assert!(report.is_void());
        assert_eq!(missed(&report), ["invitations"]);
    }

    async fn a_column_that_the_map_does_not_know_makes_the_scan_void_and_is_read_all_the_same(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        raw.connection.execute_unprepared("ALTER TABLE findings ADD COLUMN scratch text").await.unwrap();
        let id = tenant.owner.scope.tenant_id();
        let key = raw.insert("findings", id, &[]).await;
        raw.connection.execute_unprepared(&format!("UPDATE findings SET scratch = '{ANN}'")).await.unwrap();
        let report = scan(&tenant, ann()).await;
        assert!(report.is_void());
        assert_eq!(report.unmapped, ["findings.scratch is not in the data map"]);
        let found: Vec<_> = report.residues.iter().map(|found| (found.column.as_str(), found.row_key.as_str())).collect();
        assert_eq!(found, [("scratch", key.as_str())]);
    }

    async fn a_column_that_is_gone_makes_the_scan_void(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        raw.connection.execute_unprepared("ALTER TABLE findings DROP COLUMN remediation").await.unwrap();
        let report = scan(&tenant, ann()).await;
        assert_eq!(report.unmapped, ["findings.remediation is not in the database"]);
        assert!(report.is_void());
    }

    async fn many_people_are_sought_in_one_pass_and_each_gets_a_report(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        let id = tenant.owner.scope.tenant_id();
        for n in (0..100).step_by(2) {
            let note = Value::from(format!("seen with person{n}@example.org"));
            raw.insert("finding_events", id, &[("note", note)]).await;
        }
        let person = |n: u128| Sought {
            request_id: uuid::Uuid::from_u128(n),
            identifiers: vec![Identifier::email(&format!("person{n}@example.org")).unwrap()],
            subjects: Vec::new(),
        };
        let people: Vec<_> = (0..100).map(person).collect();
        let scope = &tenant.owner.scope;
        let reports = scan_residue(&tenant.core, scope, &people, &Stop::default()).await.unwrap();
        let counts: Vec<u64> = reports.iter().map(|report| report.residue_count).collect();
        assert_eq!(counts, [1, 0].repeat(50));
    }

    async fn a_table_of_many_batches_is_read_to_its_last_row(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let raw = RawRows::open(app).await;
        let id = tenant.owner.scope.tenant_id();
        let mut last = String::new();
        for n in 0..250 {
            let text = if n == 249 { ANN.to_owned() } else { "x".repeat(2_000) };
            last = raw.insert("finding_events", id, &[("note", text.into())]).await;
        }
        let report = scan(&tenant, ann()).await;
        assert_eq!(report.residues.iter().map(|found| found.row_key.as_str()).collect::<Vec<_>>(), [last]);
        let place = report.locations.iter().find(|place| place.name == "finding_events").unwrap();
        assert_eq!(place.rows, 250);
        assert!(place.bytes > 249 * 2_000);
    }

    async fn scans_at_the_same_time_do_not_disturb_each_other(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let other = Tenant::sign_up(app, "umbrella").await;
        let (a, b, c) = tokio::join!(scan(&tenant, ann()), scan(&tenant, ann()), scan(&other, ann()));
        for report in [a, b, c] {
            assert!(!report.is_void(), "{report:?}");
            assert_eq!(report.residues, []);
        }
    }

    async fn a_scan_that_is_stopped_says_nothing(app: &TestApp) {
        let tenant = Tenant::sign_up(app, "acme").await;
        let stop = Stop::default();
        stop.now(StopReason::Cancelled);
        let stopped = scan_residue(&tenant.core, &tenant.owner.scope, &[ann()], &stop).await;
        assert!(matches!(stopped, Err(AppError::Unavailable { .. })), "{stopped:?}");
    }
}

#[tokio::test]
async fn without_redis_nothing_is_said() {
    let mut app = TestApp::start(crate::harness::Mode::Distributed).await;
    let tenant = Tenant::sign_up(&app, "acme").await;
    if let Stores::Distributed { redis, .. } = app.stores_mut() {
        redis.stop();
    }
    let scanned = scan_residue(
        &tenant.core,
        &tenant.owner.scope,
        &[ann()],
        &Stop::default(),
    )
    .await;
    assert!(
        matches!(scanned, Err(AppError::Unavailable { .. })),
        "{scanned:?}"
    );
    if let Stores::Distributed { redis, .. } = app.stores_mut() {
        redis.restart();
    }
    app.finish().await;
}
