//! A Redis server for each test that asks: it may be flushed, stopped, paused and started again.

use super::guarded::Guarded;
use super::sandbox::{Directory, free_port, random_password};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

pub struct TestRedis {
    pub url: String,
    process: Guarded,
    port: u16,
    password: String,
    directory: Directory,
}

/// What a server hears.
pub struct RedisMonitor {
    _process: Guarded,
    directory: Directory,
}

impl RedisMonitor {
    /// All commands so far, one in a line.
    pub fn heard(&self) -> String {
        let log = std::fs::read(self.directory.path().join("log")).unwrap();
        String::from_utf8_lossy(&log).into_owned()
    }
}

/// Starts a Redis server on a free port.
pub fn redis() -> TestRedis {
    let directory = Directory::new("redis");
    let password = random_password();
    for _ in 0..5 {
        let port = free_port();
        if let Some(process) = launch(&directory, port, &password) {
            let url = format!("redis://:{password}@127.0.0.1:{port}/0");
            return TestRedis {
                url,
                process,
                port,
                password,
                directory,
            };
        }
    }
    panic!("redis-server does not start:\n{}", read_log(&directory));
}

impl TestRedis {
    /// Runs one command; the answer as Redis sends it.
    pub fn command(&self, words: &[&str]) -> String {
        ask(self.port, &self.password, words).expect("Redis answers")
    }

    pub fn flush_all(&self) {
        assert_eq!(self.command(&["FLUSHALL"]), "+OK\r\n");
    }

    /// Ends the server; what it held is lost.
    pub fn stop(&mut self) {
        self.process.stop();
    }

    /// Starts it again, empty, at the same address.
    pub fn restart(&mut self) {
        self.process.stop();
        self.process = launch(&self.directory, self.port, &self.password).unwrap_or_else(|| {
            panic!(
                "redis-server does not start again:\n{}",
                read_log(&self.directory)
            )
        });
    }

    /// Hears every command from now on.
    pub fn monitor(&self) -> RedisMonitor {
        let directory = Directory::new("monitor");
        let log = directory.path().join("log");
        let mut command = Command::new("redis-cli");
        command
            .args(["-p", &self.port.to_string(), "-a", &self.password])
            .args(["--no-auth-warning", "MONITOR"]);
        let mut process = Guarded::spawn_with_log(&mut command, &log, "KILL");
        let hears = || std::fs::read_to_string(&log).is_ok_and(|text| text.starts_with("OK"));
        assert!(process.wait_until(hears));
        RedisMonitor {
            _process: process,
            directory,
        }
    }

    /// The server stops answering without closing its connections.
    pub fn pause(&self) {
        self.process.signal("STOP");
    }

    pub fn resume(&self) {
        self.process.signal("CONT");
    }
}

fn launch(directory: &Directory, port: u16, password: &str) -> Option<Guarded> {
    let mut command = Command::new("redis-server");
    command
        .current_dir(directory.path())
        .args([
            "--port",
            &port.to_string(),
            "--bind",
            "127.0.0.1",
            "--requirepass",
            password,
        ])
        .args(["--save", "", "--appendonly", "no", "--loglevel", "warning"]);
    let mut process = Guarded::spawn_with_log(&mut command, &directory.path().join("log"), "KILL");
    let is_ready = || ask(port, password, &["PING"]).is_some_and(|answer| answer == "+PONG\r\n");
    process.wait_until(is_ready).then_some(process)
}

fn read_log(directory: &Directory) -> String {
    std::fs::read_to_string(directory.path().join("log")).unwrap_or_default()
}

/// Speaks just enough of the protocol to need no client, so that a test can ask while the product's client may not.
fn ask(port: u16, password: &str, words: &[&str]) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(&encode(&["AUTH", password])).ok()?;
    let mut answer = vec![0_u8; 65_536];
    let length = stream.read(&mut answer).ok()?;
    if &answer[..length] != b"+OK\r\n" {
        return None;
    }
    stream.write_all(&encode(words)).ok()?;
    let length = stream.read(&mut answer).ok()?;
    Some(String::from_utf8_lossy(&answer[..length]).into_owned())
}

fn encode(words: &[&str]) -> Vec<u8> {
    let mut message = format!("*{}\r\n", words.len());
    for word in words {
        write!(message, "${}\r\n{word}\r\n", word.len()).unwrap();
    }
    message.into_bytes()
}
