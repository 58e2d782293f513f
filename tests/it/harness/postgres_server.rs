//! A PostgreSQL server of our own, from the distribution's programs, in a folder of its own on a free port.

use super::guarded::Guarded;
use super::sandbox::{Directory, free_port, random_password};
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

const SUPERUSER: &str = "cluster_owner";
const OLDEST_VERSION: u32 = 15;

const SETTINGS: &[&str] = &[
    "fsync=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=64MB",
    "autovacuum_naptime=10s",
    "log_error_verbosity=terse",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=.",
];

/// Whether a commit outlives `PostgresServer::stop`. No server here outlives the machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Commits {
    Fast,
    Kept,
}

pub struct PostgresServer {
    process: Guarded,
    commits: Commits,
    port: u16,
    password: String,
    directory: Directory,
}

impl PostgresServer {
    pub fn start(commits: Commits) -> Self {
        let directory = Directory::new("postgres");
        let password = random_password();
        fs::write(directory.path().join("password"), &password).unwrap();
        if let Some((uid, gid)) = unprivileged_user() {
            chown(directory.path(), Some(uid), Some(gid)).unwrap();
        }
        let initialised = program("initdb")
            .args([
                "--encoding=UTF8",
                "--locale=C",
                "--auth=md5",
                "--no-sync",
                "--no-instructions",
            ])
            .args([
                "--username",
                SUPERUSER,
                "--pwfile=password",
                "--pgdata=data",
            ])
            .current_dir(directory.path())
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&initialised.stderr);
        assert!(initialised.status.success(), "initdb failed:\n{complaint}");

        for _ in 0..5 {
            let port = free_port();
            if let Some(process) = launch(&directory, port, commits) {
                return Self {
                    process,
                    commits,
                    port,
                    password,
                    directory,
                };
            }
        }
        panic!("PostgreSQL does not start:\n{}", read_log(&directory));
    }

    /// What the server has said.
    pub fn log(&self) -> String {
        read_log(&self.directory)
    }

    pub fn superuser_url(&self, database: &str) -> String {
        self.url(SUPERUSER, &self.password, database)
    }

    pub fn url(&self, role: &str, password: &str, database: &str) -> String {
        format!(
            "postgres://{role}:{password}@127.0.0.1:{}/{database}",
            self.port
        )
    }

    /// Ends the server at once, as a crash would.
    pub fn stop(&mut self) {
        self.process.stop();
    }

    /// Starts it again where it was, with what it had.
    pub fn restart(&mut self) {
        self.process.stop();
        self.process = launch(&self.directory, self.port, self.commits).unwrap_or_else(|| {
            panic!(
                "PostgreSQL does not start again:\n{}",
                read_log(&self.directory)
            )
        });
    }
}

fn launch(directory: &Directory, port: u16, commits: Commits) -> Option<Guarded> {
    let mut command = program("postgres");
    command
        .current_dir(directory.path())
        .args(["-D", "data", "-p", &port.to_string()]);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    if commits == Commits::Fast {
        command.args(["-c", "synchronous_commit=off"]);
    }
    let log = directory.path().join("log");
    let _ = fs::remove_file(&log);
    // QUIT is "immediate shutdown": unlike KILL it leaves no shared memory behind.
    let mut process = Guarded::spawn_with_log(&mut command, &log, "QUIT");
    let is_ready = || read_log(directory).contains("ready to accept connections");
    process.wait_until(is_ready).then_some(process)
}

fn read_log(directory: &Directory) -> String {
    fs::read_to_string(directory.path().join("log")).unwrap_or_default()
}

/// PostgreSQL refuses to run as root: the distribution's own user stands in.
fn unprivileged_user() -> Option<(u32, u32)> {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let fields: Vec<&str> = users
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|fields| fields[0] == "postgres")
        .expect("as root, the tests need a user `postgres`: run deploy/scripts/install-test-packages.sh");
    Some((fields[2].parse().unwrap(), fields[3].parse().unwrap()))
}

fn program(name: &str) -> Command {
    let mut command = Command::new(program_path(name));
    if let Some((uid, gid)) = unprivileged_user() {
        command.uid(uid).gid(gid);
    }
    command
}

/// Debian keeps each major version in a folder of its own, off the PATH: the newest is taken.
pub(super) fn program_path(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .max();
    if let Some(version) = newest {
        assert!(
            version >= OLDEST_VERSION,
            "PostgreSQL {OLDEST_VERSION} or later is needed, found {version}"
        );
        return PathBuf::from(format!("/usr/lib/postgresql/{version}/bin/{name}"));
    }
    PathBuf::from(name)
}
