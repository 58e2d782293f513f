//! Decisions about requests: the shared tier beside a bare GCRA script over the same client, and both tiers together beside
//! the npm package `rate-limiter-flexible`, all on one Redis server of their own. Microseconds a decision, 64 at a time.
//!
//! The goals come from the same run: the shared tier at least 0.8 times as fast as the script, with the local tier at
//! least five times as fast as the package.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use redis::aio::MultiplexedConnection;
use redis::{Client, cmd};
use xorb_domain::SystemClock;
use xorb_domain::rate_limits::gcra::Ask;
use xorb_domain::rate_limits::local_tier::{Limit, LocalTier};
use xorb_domain::rate_limits::redis::{RedisBuckets, RedisPlace};
use xorb_domain::rate_limits::{Buckets, BudgetKey, Counters, Tier};
use xorb_domain::redis_link::RedisLink;

use crate::measurement::{Measurement, median};

const ROUNDS: usize = 3;
const AT_ONCE: u64 = 64;
const SHARED: u64 = 40_000;
const LOCAL: u64 = 1_000_000;
const CALLERS: u64 = 100;
/// A budget that nobody exhausts: all three always take.
const UNIT: u64 = 1;
const WINDOW: u64 = 60_000_000;

const PACKAGES: [&str; 2] = ["rate-limiter-flexible@7", "ioredis@5"];

/// What everybody writes first.
const BARE: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local full = tonumber(redis.call('GET', KEYS[1]) or now)
if full < now then full = now end
local new = full + ARGV[1]
if new - now > ARGV[2] + 0 then return {0, new - now - ARGV[2]} end
redis.call('SET', KEYS[1], string.format('%.0f', new), 'PX', math.ceil((new - now) / 1000))
return {1, new - now}
";

const PACKAGE: &str = "
const Redis = require('ioredis');
const { RateLimiterRedis } = require('rate-limiter-flexible');
const client = new Redis(Number(process.argv[2]), '127.0.0.1');
const limiter = new RateLimiterRedis({ storeClient: client, points: 1000000, duration: 60, keyPrefix: 'flexible' });
let left = Number(process.argv[3]);
const work = async (n) => { while (left-- > 0) await limiter.consume('caller' + (n++ % 100)); };
(async () => {
  await Promise.all(Array.from({ length: 64 }, (_, n) => limiter.consume('warm' + n)));
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: 64 }, (_, n) => work(n)));
  console.log(Number(process.hrtime.bigint() - start) / 1000 / Number(process.argv[3]));
  client.disconnect();
})();
";

/// Measures all four.
///
/// # Errors
/// If Redis or the package can't be had, or somebody refuses.
pub fn run() -> Result<Vec<Measurement>> {
    let house = House::open()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut times = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let round = [
            runtime.block_on(shared(house.port))?,
            runtime.block_on(bare(house.port))?,
            runtime.block_on(local(house.port))?,
            house.package()?,
        ];
        for (times, time) in times.iter_mut().zip(round) {
            times.push(time);
        }
    }
    let [shared, bare, local, package] = times.map(median);
    eprintln!("bare script {bare:.2} us, rate-limiter-flexible {package:.2} us a decision");
    let case =
        |name: &str, xorb, goal| Measurement::new("rate", name, "us a decision", xorb).limit(goal);
    Ok(vec![
        case(
            "shared tier, beside 1/0.8 of a bare script",
            shared,
            bare / 0.8,
        ),
        case(
            "both tiers, beside 1/5 of rate-limiter-flexible",
            local,
            package / 5.0,
        ),
    ])
}

fn key(number: u64) -> BudgetKey {
    BudgetKey((u128::from(number % CALLERS) + 1).to_be_bytes())
}

async fn buckets(port: u16) -> Result<RedisBuckets> {
    let place = RedisPlace {
        link: RedisLink::to(&format!("redis://127.0.0.1:{port}/0"))?,
        prefix: "bench".to_owned(),
        connect_timeout: Duration::from_secs(5),
        timeout: Duration::from_secs(5),
    };
    let buckets = RedisBuckets::new(place, Arc::default());
    buckets.connect().await;
    Ok(buckets)
}

/// One limit a decision, each in a round trip.
async fn shared(port: u16) -> Result<f64> {
    let buckets = buckets(port).await?;
    measure(SHARED, move |number| {
        let buckets = buckets.clone();
        async move {
            let (key, window) = (key(number), WINDOW);
            let ask = Ask {
                key,
                unit: UNIT,
                need: UNIT,
                want: UNIT,
                window,
                is_enforced: true,
            };
            let leased = buckets
                .lease(&[ask])
                .await
                .map_err(|_| anyhow!("Redis is away"))?;
            ensure!(!leased.is_refused, "nobody is to be refused");
            Ok(())
        }
    })
    .await
}

async fn bare(port: u16) -> Result<f64> {
    let client = Client::open(format!("redis://127.0.0.1:{port}/0"))?;
    let connection: MultiplexedConnection = client.get_multiplexed_async_connection().await?;
    let script: String = cmd("SCRIPT")
        .arg("LOAD")
        .arg(BARE)
        .query_async(&mut connection.clone())
        .await?;
    measure(SHARED, move |number| {
        let (mut connection, script) = (connection.clone(), script.clone());
        async move {
            let mut command = cmd("EVALSHA");
            command
                .arg(script)
                .arg(1)
                .arg(format!("bare:{:?}", key(number)))
                .arg(UNIT)
                .arg(WINDOW);
            let reply: Vec<i64> = command.query_async(&mut connection).await?;
            ensure!(reply.first() == Some(&1), "nobody is to be refused");
            Ok(())
        }
    })
    .await
}

/// Three limits a decision: a caller's, its tenant's, everybody's.
async fn local(port: u16) -> Result<f64> {
    let counters = Arc::<Counters>::default();
    let buckets = Arc::new(buckets(port).await?);
    let tier = Arc::new(LocalTier::new(
        buckets,
        Arc::new(SystemClock),
        counters.clone(),
    ));
    let time = measure(LOCAL, move |number| {
        let tier = tier.clone();
        async move {
            let limit = |key| Limit {
                key,
                unit: UNIT,
                need: UNIT,
                window: WINDOW,
                is_enforced: true,
            };
            let limits = [
                limit(key(number)),
                limit(BudgetKey([8; 16])),
                limit(BudgetKey([9; 16])),
            ];
            tier.reserve(&limits)
                .await
                .map_err(|_| anyhow!("Redis is away"))?;
            Ok(())
        }
    })
    .await?;
    let (here, there) = (
        counters.decisions(Tier::Local),
        counters.decisions(Tier::Shared),
    );
    eprintln!("{here} decisions were made locally, {there} in a round trip");
    ensure!(here >= 9 * there, "most decisions must be made locally");
    Ok(time)
}

async fn measure<F>(
    decisions: u64,
    decide: impl Fn(u64) -> F + Clone + Send + 'static,
) -> Result<f64>
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let start = Instant::now();
    let mut tasks = Vec::new();
    for task in 0..AT_ONCE {
        let decide = decide.clone();
        tasks.push(tokio::spawn(async move {
            for number in 0..decisions / AT_ONCE {
                decide(task + number).await?;
            }
            Ok::<(), anyhow::Error>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    let decisions = u32::try_from(decisions)?;
    Ok(start.elapsed().as_secs_f64() * 1_000_000.0 / f64::from(decisions))
}

/// A Redis server, and a folder with the package. Both go when dropped.
struct House {
    port: u16,
    redis: Child,
    folder: PathBuf,
}

impl House {
    fn open() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = std::env::temp_dir().join(format!("xorb-bench-rate-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let redis = Command::new("redis-server")
            .args([
                "--port",
                &port.to_string(),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
            ])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .spawn()
            .context("redis-server is not installed")?;
        let house = Self {
            port,
            redis,
            folder,
        };
        house.wait_for_redis()?;
        install(&house.folder)?;
        Ok(house)
    }

    fn wait_for_redis(&self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if Instant::now() > deadline {
                bail!("redis-server does not start");
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    fn package(&self) -> Result<f64> {
        let output = Command::new("node")
            .args(["bench.js", &self.port.to_string(), &SHARED.to_string()])
            .current_dir(&self.folder)
            .stderr(Stdio::inherit())
            .output()
            .context("node is not installed")?;
        let text = String::from_utf8(output.stdout)?;
        text.trim()
            .parse()
            .with_context(|| format!("the package's time: {text:?}"))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.redis.kill();
        let _ = self.redis.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Installs the package for this run, without running anybody's scripts.
fn install(folder: &Path) -> Result<()> {
    fs::write(folder.join("package.json"), "{\"private\":true}")?;
    fs::write(folder.join("bench.js"), PACKAGE)?;
    let status = Command::new("npm")
        .args([
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
        ])
        .args(PACKAGES)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .context("npm is not installed")?;
    ensure!(
        status.success(),
        "npm can't install {}",
        PACKAGES.join(" and ")
    );
    Ok(())
}
