//! Four ways to fail, in turns: none may be told from a wrong password by its time.

use std::time::Instant;

use anyhow::{Result, ensure};
use sea_orm::{ConnectionTrait, Database};
use serde_json::json;

use super::mann_whitney::surprise;
use super::run::case;
use crate::api::{Api, PASSWORD, sign_up, text};
use crate::installation::Installation;
use crate::measurement::{Measurement, median};

const ROUNDS: usize = 200;
const WARM: usize = 20;

/// Why it fails: tenant, address and password.
const WAYS: [(&str, &str, &str, &str); 4] = [
    (
        "wrong password",
        "acme",
        "owner@acme.example",
        "violet-Tram-93-quokka-lanterns",
    ),
    ("unknown address", "acme", "nobody@acme.example", PASSWORD),
    ("unknown tenant", "acne", "owner@acme.example", PASSWORD),
    ("deactivated user", "gone", "owner@gone.example", PASSWORD),
];

pub(super) async fn measure(installation: &Installation) -> Result<Vec<Measurement>> {
    for slug in ["acme", "gone"] {
        sign_up(&installation.here, slug).await?;
    }
    deactivate(installation, "owner@gone.example").await?;
    let api = Api {
        address: installation.here.address(),
        token: String::new(),
    };
    let mut times: [Vec<f64>; WAYS.len()] = Default::default();
    for round in 0..WARM + ROUNDS {
        for (way, times) in WAYS.iter().zip(&mut times) {
            let time = fail(&api, way).await?;
            if round >= WARM {
                times.push(time);
            }
        }
    }
    let [known, others @ ..] = &times;
    let middle = median(known.clone());
    let mut all = Vec::new();
    for ((name, ..), other) in WAYS.iter().skip(1).zip(others) {
        let apart = (median(other.clone()) / middle - 1.0).abs() * 100.0;
        all.push(case(
            format!("{name}: median beside a wrong password"),
            "% apart",
            apart,
            5.0,
        ));
        all.push(case(
            format!("{name}: Mann-Whitney beside a wrong password"),
            "-log10 p",
            surprise(known, other),
            2.0,
        ));
    }
    Ok(all)
}

async fn deactivate(installation: &Installation, email: &str) -> Result<()> {
    let database = Database::connect(installation.postgres.url("bench", "xorb")).await?;
    let sql = format!("UPDATE users SET status = 'deactivated' WHERE email_normalized = '{email}'");
    let done = database.execute_unprepared(&sql).await?;
    ensure!(done.rows_affected() == 1, "{email} is not there");
    Ok(database.close().await?)
}

/// One attempt that fails, in milliseconds.
async fn fail(api: &Api, (name, slug, email, password): &(&str, &str, &str, &str)) -> Result<f64> {
    let query = "mutation($input: LogInInput!) { logIn(input: $input) { userErrors { code } } }";
    let input = json!({ "tenantSlug": slug, "email": email, "password": password });
    let began = Instant::now();
    let data = api.run(query, json!({ "input": input })).await?;
    let time = began.elapsed().as_secs_f64() * 1_000.0;
    let code = text(&data, "/logIn/userErrors/0/code")?;
    ensure!(code == "INVALID_CREDENTIALS", "{name}: {code}");
    Ok(time)
}
