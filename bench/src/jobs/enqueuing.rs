//! What it costs to put jobs in: a commit each, many in a transaction, many in a statement.

use std::time::Instant;

use anyhow::Result;
use xorb_domain::jobs::{JobKind, NewJob, enqueue_many};

use super::figures::{Case, Figures, case};
use super::house::House;

const ALONE: Case = case("enqueue, a commit each", "us");
const TOGETHER: Case = case("enqueue, 500 in a commit", "us");
const BULK: Case = case("enqueue, 500 in a statement", "us");
const MANY: u32 = 500;

pub async fn one_by_one_and_many(figures: &mut Figures, house: &House) -> Result<()> {
    for (case, commits, jobs, bulk) in [
        (ALONE, MANY, 1, false),
        (TOGETHER, 4, MANY, false),
        (BULK, 40, MANY, true),
    ] {
        house.clear().await?;
        let begun = Instant::now();
        for _ in 0..commits {
            if bulk {
                let tx = house.core.db.write(&house.scopes[0]).await?;
                let new = (0..jobs).map(|_| NewJob::new(JobKind::VerifyAuditTrail));
                enqueue_many(&tx, new.collect()).await?;
                tx.commit().await?;
            } else {
                house.enqueue(&house.scopes[0], jobs).await?;
            }
        }
        let micros = begun.elapsed().as_secs_f64() * 1e6 / f64::from(commits * jobs);
        figures.note(case, micros);
    }
    house.clear().await
}
