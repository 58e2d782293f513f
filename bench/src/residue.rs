//! How fast a residue scan reads: a tenant with 64 MiB of evidence in the embedded database, sought for one person and for a
//! thousand. Reading is the cost; the number of people should hardly count.

use std::fmt::Write;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use sea_orm::{Database, Value};
use uuid::Uuid;
use xorb::application::{Application, Sources};
use xorb_domain::Core;
use xorb_domain::identity::RequestInfo;
use xorb_domain::jobs::Stop;
use xorb_domain::privacy::Identifier;
use xorb_domain::privacy::residue::{Sought, scan_residue};
use xorb_domain::settings::{Role, Settings};
use xorb_domain::tenants::{SignUp, TenantScope, sign_up};
use xorb_entities::identity::SessionDelivery;

use crate::measurement::{Measurement, median};

const ROUNDS: usize = 3;
const ROWS: u128 = 16_384;
const ROW_BYTES: usize = 4_096;

/// Measures both.
///
/// # Errors
/// If the database can't be made or the scan does not see its canaries.
pub fn run() -> Result<Vec<Measurement>> {
    let directory = std::env::temp_dir().join(format!("xorb-bench-residue-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let data_dir = directory.join("data");
    let runtime = tokio::runtime::Runtime::new()?;
    let measured = runtime.block_on(measure(&data_dir.display().to_string()));
    std::fs::remove_dir_all(&directory)?;
    measured
}

async fn measure(data_dir: &str) -> Result<Vec<Measurement>> {
    let environment = [("XORB__DATA_DIR".to_owned(), data_dir.to_owned())];
    let settings = Settings::load(Role::Embedded, None, environment)?;
    std::fs::create_dir_all(data_dir)?;
    let database = Database::connect(settings.database.url.expose()).await?;
    xorb_migration::up(&database, None).await?;
    database.close().await?;
    let application = Application::build(settings, Sources::of_this_machine()).await?;
    let core = application.core();
    let scope = tenant(core).await?;
    fill(core, &scope).await?;

    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (times, people) in times.iter_mut().zip([1, 1_000]) {
            times.push(scan(core, &scope, people).await?);
        }
    }
    let [one, many] = times.map(median);
    let case =
        |name: &str, value, goal| Measurement::new("residue", name, "ms/MiB", value).limit(goal);
    Ok(vec![
        case("residue scan, 1 person", one, 20.0),
        case("residue scan, 1,000 people", many, one * 2.0),
    ])
}

/// Milliseconds for each MiB that was read.
async fn scan(core: &Core, scope: &TenantScope, people: u128) -> Result<f64> {
    let person = |n: u128| {
        let address = format!("person.{n}@company-{}.example", n % 97);
        Some(Sought {
            request_id: Uuid::from_u128(n),
            identifiers: vec![Identifier::email(&address)?],
            subjects: Vec::new(),
        })
    };
    let people: Vec<Sought> = (0..people).filter_map(person).collect();
    let start = Instant::now();
    let reports = scan_residue(core, scope, &people, &Stop::default()).await?;
    let elapsed = start.elapsed().as_secs_f64();
    let report = reports.first().context("no report")?;
    ensure!(!report.is_void(), "the scan is void: {report:?}");
    let bytes: u64 = report.locations.iter().map(|place| place.bytes).sum();
    let mib = f64::from(u32::try_from(bytes >> 10)?) / 1_024.0;
    eprintln!(
        "  {} people: {mib:.0} MiB in {elapsed:.2} s, {:.0} MiB/s",
        people.len(),
        mib / elapsed
    );
    Ok(elapsed * 1_000.0 / mib)
}

async fn tenant(core: &Core) -> Result<TenantScope> {
    let input = SignUp {
        tenant_name: "Bench".to_owned(),
        tenant_slug: "bench".to_owned(),
        email: "owner@bench.example".to_owned(),
        password: "violet-Tram-93-quokka-lantern".to_owned().into(),
        display_name: "Owner".to_owned(),
        delivery: SessionDelivery::Token,
    };
    Ok(sign_up(core, &RequestInfo::default(), input)
        .await?
        .actor
        .scope)
}

/// An asset, a scan of it, and findings with evidence such as web servers answer.
async fn fill(core: &Core, scope: &TenantScope) -> Result<()> {
    let tx = core.db.write(scope).await?;
    let (tenant, id, now) = (
        Value::from(scope.tenant_id()),
        Uuid::from_u128(1),
        Value::from(tx.now()),
    );
    let asset = "INSERT INTO assets (tenant_id, id, name, kind, address, host, created_at, updated_at) \
                 VALUES ($1, $2, 'Shop', 'web', 'https://shop.example', 'shop.example', $3, $3)";
    tx.execute(asset, [tenant.clone(), id.into(), now.clone()])
        .await?;
    let scan = "INSERT INTO scans (tenant_id, id, asset_id, profile, state, created_at) \
                VALUES ($1, $2, $2, 'quick', 'completed', $3)";
    tx.execute(scan, [tenant.clone(), id.into(), now.clone()])
        .await?;
    let finding = "INSERT INTO findings (tenant_id, id, asset_id, scan_id, fingerprint, check_id, title, description, \
                     remediation, evidence, location, severity, severity_rank, state, first_seen_at, last_seen_at, \
                     created_at, updated_at) \
                   VALUES ($1, $2, $3, $3, $4, 'check', 'A title', 'A description', 'A remedy', $5, '/', 'low', 3, 'open', \
                     $6, $6, $6, $6)";
    for n in 0..ROWS {
        let row = Uuid::from_u128(n + 1);
        let values = [
            tenant.clone(),
            row.into(),
            id.into(),
            row.to_string().into(),
            evidence(n).into(),
            now.clone(),
        ];
        tx.execute(finding, values).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn evidence(n: u128) -> String {
    let mut text = String::with_capacity(ROW_BYTES + 200);
    while text.len() < ROW_BYTES {
        let _ = write!(
            text,
            "HTTP/1.1 200 OK\r\nServer: nginx/1.24.{n}\r\nSet-Cookie: id=0{n}a7f; Path=/; contact=info{}@shop.example\r\n\
             <a href=\"/list?page=%20{n}&amp;sort=name\">{{\"name\":\"article {n}\",\"path\":\"\\/a\\/b\"}}</a>\r\n",
            text.len()
        );
    }
    text
}
