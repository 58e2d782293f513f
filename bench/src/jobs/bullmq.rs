//! The peer: `BullMQ` from its registry, with a queue and a worker of concurrency 10 in one process, as its documentation has it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

const PACKAGE: &str = "bullmq@5";

const SCRIPT: &str = r"
const { Queue, Worker } = require('bullmq');
const [port, jobs, samples] = process.argv.slice(2).map(Number);
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const sleep = ms => new Promise(done => setTimeout(done, ms));
(async () => {
  const queue = new Queue('work', { connection });
  await queue.obliterate({ force: true });
  for (let at = 0; at < jobs; at += 1000) {
    await queue.addBulk(Array.from({ length: 1000 }, () => ({ name: 'noop', data: {}, opts: { removeOnComplete: true } })));
  }
  let done = 0;
  const begun = [];
  const before = process.cpuUsage();
  const start = process.hrtime.bigint();
  await new Promise(resolve => {
    const worker = new Worker('work', async () => { begun.push(process.hrtime.bigint()); }, { connection, concurrency: 10 });
    worker.on('completed', () => { if (++done === jobs) resolve(); });
  });
  const micros = Number(process.hrtime.bigint() - start) / 1000 / jobs;
  const cpu = process.cpuUsage(before);
  const waits = [];
  for (let n = 0; n < samples; n++) {
    await sleep(5);
    begun.length = 0;
    await queue.add('noop', {}, { removeOnComplete: true });
    const added = process.hrtime.bigint();
    while (begun.length === 0) await new Promise(setImmediate);
    waits.push(Math.max(0, Number(begun[0] - added) / 1e6));
  }
  waits.sort((a, b) => a - b);
  console.log(JSON.stringify({
    micros, cpu: (cpu.user + cpu.system) / 1e6 / jobs * 100000,
    p50: waits[Math.floor(samples / 2)], p99: waits[Math.floor(samples * 0.99)],
  }));
  process.exit(0);
})();
";

/// What it measured of itself.
#[derive(Clone, Copy, Debug)]
pub struct BullMqFigures {
    /// For one job, end to end.
    pub micros: f64,
    /// Processor seconds of its process for 100,000 jobs.
    pub cpu_seconds: f64,
    /// From the answer to `add` to the processor's begin, in milliseconds.
    pub p50_ms: f64,
    pub p99_ms: f64,
}

/// The package in a folder of its own, which goes when dropped.
pub struct BullMq {
    folder: PathBuf,
}

impl BullMq {
    /// Installs it, without running anybody's scripts.
    pub fn install() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("xorb-bench-bullmq-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{\"private\":true}")?;
        fs::write(folder.join("bench.js"), SCRIPT)?;
        let status = Command::new("npm")
            .args([
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
            ])
            .arg(PACKAGE)
            .current_dir(&folder)
            .stdout(Stdio::null())
            .status()
            .context("npm is not installed")?;
        ensure!(status.success(), "npm can't install {PACKAGE}");
        Ok(Self { folder })
    }

    /// Lets it run jobs on this Redis.
    pub fn run(&self, port: u16, jobs: u32, samples: u32) -> Result<BullMqFigures> {
        let output = Command::new("node")
            .arg("bench.js")
            .args([port.to_string(), jobs.to_string(), samples.to_string()])
            .current_dir(&self.folder)
            .stderr(Stdio::inherit())
            .output()
            .context("node is not installed")?;
        let figures: Value = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("{:?}", String::from_utf8_lossy(&output.stdout)))?;
        let figure = |name: &str| {
            let value = figures.get(name).and_then(Value::as_f64);
            value.with_context(|| format!("no {name} in {figures}"))
        };
        Ok(BullMqFigures {
            micros: figure("micros")?,
            cpu_seconds: figure("cpu")?,
            p50_ms: figure("p50")?,
            p99_ms: figure("p99")?,
        })
    }
}

impl Drop for BullMq {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
