//! A PostgreSQL server of the benchmark's own, on loopback, with its data in a temporary folder. It keeps what it commits.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. Ends, with its data, when dropped.
pub struct Postgres {
    child: Child,
    directory: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts a new one.
    ///
    /// # Errors
    /// If PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let directory = std::env::temp_dir().join(format!("xorb-bench-postgres-{port}"));
        fs::create_dir_all(&directory)?;
        let user = unprivileged_user()?;
        if let Some((uid, gid)) = user {
            chown(&directory, Some(uid), Some(gid))?;
        }
        let made = program("initdb", &directory, user)
            .args([
                "--pgdata=data",
                "--username=bench",
                "--auth=trust",
                "--encoding=UTF8",
            ])
            .args(["--locale=C", "--no-instructions"])
            .output()?;
        if !made.status.success() {
            bail!("initdb: {}", String::from_utf8_lossy(&made.stderr));
        }
        let log = fs::File::create(directory.join("log"))?;
        let child = program("postgres", &directory, user)
            .args(["-D", "data", "-p", &port.to_string()])
            .args([
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
            ])
            .args(["-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"])
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("PostgreSQL is not installed: run deploy/scripts/install-test-packages.sh")?;
        let mut server = Self {
            child,
            directory,
            port,
        };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Its first process; the others are its children.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where a role finds a database.
    pub fn url(&self, role: &str, database: &str) -> String {
        format!("postgres://{role}@127.0.0.1:{}/{database}", self.port)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let log = fs::read_to_string(self.directory.join("log"))?;
            if log.contains("ready to accept connections") {
                return Ok(());
            }
            if self.child.try_wait()?.is_some() || Instant::now() > deadline {
                bail!("PostgreSQL does not start:\n{log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-s", "INT", &pid]).status();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Debian keeps each major version in a folder of its own, off the PATH: the newest is taken.
fn program(name: &str, directory: &Path, user: Option<(u32, u32)>) -> Command {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .max();
    let path = newest.map_or_else(
        || PathBuf::from(name),
        |version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin/{name}")),
    );
    let mut command = Command::new(path);
    command.current_dir(directory).stdin(Stdio::null());
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command
}

/// PostgreSQL refuses to run as root: the distribution's own user stands in.
fn unprivileged_user() -> Result<Option<(u32, u32)>> {
    if fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let fields = users
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|fields| fields.first() == Some(&"postgres"));
    let Some([_, _, uid, gid, ..]) = fields.as_deref() else {
        bail!(
            "as root, the benchmark needs a user `postgres`: run deploy/scripts/install-test-packages.sh"
        );
    };
    Ok(Some((uid.parse()?, gid.parse()?)))
}
