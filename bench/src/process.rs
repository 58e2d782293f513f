//! The built program with a data directory of its own, and what the kernel says about it.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::http;

/// Ticks of `/proc/PID/stat` in a second, as on every Linux that Rust supports.
const TICKS_PER_SECOND: f64 = 100.0;

const PATIENCE: Duration = Duration::from_secs(60);

/// Processor time in milliseconds that a process and its children have used so far; 0 if it is not there.
pub fn cpu_ms_of(pid: u32) -> f64 {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let children = children.unwrap_or_default();
    let children = children
        .split_whitespace()
        .filter_map(|pid| pid.parse().ok());
    // The kernel adds those that have ended to their parent (the last two fields).
    let own: f64 = ticks_of(pid).iter().sum();
    own / TICKS_PER_SECOND * 1_000.0 + children.map(cpu_ms_of).sum::<f64>()
}

/// Processor time in milliseconds that this process has used so far, without its children.
pub fn own_cpu_ms() -> f64 {
    let own: f64 = ticks_of(std::process::id()).iter().take(2).sum();
    own / TICKS_PER_SECOND * 1_000.0
}

fn ticks_of(pid: u32) -> Vec<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(4);
    ticks.filter_map(|ticks| ticks.parse().ok()).collect()
}

/// A running `xorb`. Ends, with its data, when dropped.
pub struct Process {
    child: Child,
    directory: PathBuf,
    address: SocketAddr,
}

impl Process {
    /// Starts the program embedded, on an empty data directory.
    ///
    /// # Errors
    /// If it can't be started.
    pub fn start() -> Result<Self> {
        Self::start_as(&[], &[])
    }

    /// Starts the program with these arguments, and with these variables beside its own.
    ///
    /// # Errors
    /// If it can't be started.
    pub fn start_as(arguments: &[&str], variables: &[(&str, String)]) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let directory = std::env::temp_dir().join(format!(
            "xorb-bench-{}-{}",
            std::process::id(),
            address.port()
        ));
        fs::create_dir_all(&directory)?;
        let program = std::env::current_exe()?.with_file_name("xorb");
        let child = Command::new(&program)
            .args(arguments)
            .env_clear()
            .env("XORB__HTTP__LISTEN", address.to_string())
            .env("XORB__DATA_DIR", directory.join("data"))
            .env("XORB__RATE_LIMIT__MODE", "off")
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .current_dir(&directory)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} is not built", program.display()))?;
        Ok(Self {
            child,
            directory,
            address,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until it says that it is ready.
    ///
    /// # Errors
    /// If it ends, or is not ready in a minute.
    pub fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !matches!(http::request(self.address, "GET", "/readyz", b""), Ok(200)) {
            if let Some(status) = self.child.try_wait()? {
                bail!("the program ended with {status}");
            }
            if Instant::now() > deadline {
                bail!("the program was not ready in {} s", PATIENCE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Resident memory in MiB.
    ///
    /// # Errors
    /// If the kernel does not say.
    pub fn memory_mib(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .context("no VmRSS")?;
        let kib: f64 = line
            .split_whitespace()
            .nth(1)
            .context("no figure in VmRSS")?
            .parse()?;
        Ok(kib / 1_024.0)
    }

    /// Processor time used so far, in milliseconds.
    ///
    /// # Errors
    /// If the kernel does not say.
    pub fn cpu_ms(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, fields) = stat.rsplit_once(')').context("no fields in stat")?;
        let ticks: Vec<f64> = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        Ok(ticks.iter().sum::<f64>() / TICKS_PER_SECOND * 1_000.0)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}
