//! The built program as a process of its own: to be started with real arguments, killed, stopped and continued.

use super::guarded::Guarded;
use super::sandbox::Directory;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

pub struct XorbProcess {
    process: Guarded,
    /// Where it runs, so that nothing is written beside the sources.
    _directory: Directory,
    output: Arc<Output>,
    collectors: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Output {
    lines: Mutex<Vec<String>>,
    grown: Condvar,
}

impl XorbProcess {
    /// Starts `xorb` with these arguments and with no environment but `environment`.
    pub fn start(arguments: &[&str], environment: &[(&str, String)]) -> Self {
        let directory = Directory::new("xorb");
        let mut command = Command::new(env!("CARGO_BIN_EXE_xorb"));
        command
            .args(arguments)
            .env_clear()
            .env("RUST_BACKTRACE", "1")
            .current_dir(directory.path());
        command.env("XORB__LOG__FORMAT", "json");
        // What recurs would come into some tests and not into others, by the time of day.
        command.env("XORB__JOBS__SCHEDULES__ENABLED", "false");
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        let mut process = Guarded::spawn(
            command.stdout(Stdio::piped()).stderr(Stdio::piped()),
            "KILL",
        );
        let output = Arc::new(Output::default());
        let (stdout, stderr) = (
            process.child().stdout.take().unwrap(),
            process.child().stderr.take().unwrap(),
        );
        let collectors = vec![collect(stdout, &output), collect(stderr, &output)];
        Self {
            process,
            _directory: directory,
            output,
            collectors,
        }
    }

    /// Where it says it listens: the public address, if it has one, and the admin address.
    pub fn addresses(&mut self) -> (Option<String>, String) {
        let line: serde_json::Value =
            serde_json::from_str(&self.line_with("\"listening\"")).unwrap();
        (
            line["http"].as_str().map(str::to_owned),
            line["admin"].as_str().unwrap().to_owned(),
        )
    }

    /// Waits until it says that it can work.
    pub async fn wait_until_ready(&mut self) {
        self.wait_for_readiness(200).await;
    }

    /// Waits until `/readyz` of the admin listener answers with this status; what it says then.
    pub async fn wait_for_readiness(&mut self, status: u16) -> String {
        let url = format!("{}/readyz", self.addresses().1);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = reqwest::get(&url).await;
            if let Ok(answer) = answer
                && answer.status().as_u16() == status
            {
                return answer.text().await.unwrap();
            }
            let has_ended = self.process.exit_status().is_some();
            assert!(
                !has_ended && Instant::now() < deadline,
                "never {status} at {url}:\n{}",
                self.output()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The memory that it holds, in KiB.
    pub fn resident_kib(&mut self) -> u64 {
        let status = format!("/proc/{}/status", self.process.child().id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.unwrap().trim().split(' ').next().unwrap();
        number.parse().unwrap()
    }

    /// What it has written so far, both streams.
    pub fn output(&self) -> String {
        self.output.lines.lock().unwrap().join("\n")
    }

    /// The first line that holds `part`, waited for.
    pub fn line_with(&mut self, part: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut lines = self.output.lines.lock().unwrap();
        loop {
            if let Some(line) = lines.iter().find(|line| line.contains(part)) {
                return line.clone();
            }
            let status = self.process.exit_status();
            let seen = lines.join("\n");
            assert!(
                Instant::now() < deadline && status.is_none(),
                "no line with {part:?} ({status:?}):\n{seen}"
            );
            lines = self
                .output
                .grown
                .wait_timeout(lines, Duration::from_millis(50))
                .unwrap()
                .0;
        }
    }

    pub fn exit(mut self) -> (ExitStatus, String) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.process.exit_status() {
                // The process is gone, but its last words may not have been read yet.
                for collector in self.collectors.drain(..) {
                    collector.join().unwrap();
                }
                return (status, self.output());
            }
            assert!(
                Instant::now() < deadline,
                "does not end:\n{}",
                self.output()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks it to end, and waits until it has.
    pub fn terminate(self) -> (ExitStatus, String) {
        self.process.signal("TERM");
        self.exit()
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.process.stop();
    }

    /// Freezes it: its clock goes on, it does not.
    pub fn pause(&self) {
        self.process.signal("STOP");
    }

    pub fn resume(&self) {
        self.process.signal("CONT");
    }
}

fn collect(stream: impl Read + Send + 'static, output: &Arc<Output>) -> JoinHandle<()> {
    let output = Arc::clone(output);
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            output.lines.lock().unwrap().push(line);
            output.grown.notify_all();
        }
    })
}
