//! Scripts of `tests/graphql_clients`: the packages that front ends use, run with Node.js, telling what they see.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use tokio::sync::mpsc;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/graphql_clients");
const PATIENCE: Duration = Duration::from_secs(60);

/// A running script. Ends when dropped.
pub struct Script {
    process: Child,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Script {
    /// Starts a script with this input.
    pub fn start(name: &str, input: &Value) -> Self {
        install();
        let mut process = Command::new("node")
            .args([name, &input.to_string()])
            .current_dir(FOLDER)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs: deploy/scripts/install-test-packages.sh installs it");
        let output = BufReader::new(process.stdout.take().unwrap());
        let (sender, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self { process, lines }
    }

    /// What it says next; `None` when it has ended.
    pub async fn next(&mut self) -> Option<Value> {
        let line = tokio::time::timeout(PATIENCE, self.lines.recv());
        let line = line.await.expect("the script says something in time")?;
        Some(serde_json::from_str(&line).unwrap())
    }

    /// The next event of this name; others are passed over.
    pub async fn until(&mut self, event: &str) -> Value {
        loop {
            let next = self.next().await.expect("the script goes on");
            if next["event"] == event {
                return next;
            }
        }
    }

    /// Everything that it says.
    pub async fn all(mut self) -> Vec<Value> {
        let mut said = Vec::new();
        while let Some(line) = self.next().await {
            said.push(line);
        }
        said
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Installs the packages from their lock file when they are first needed.
fn install() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let packages = Path::new(FOLDER).join("node_modules/graphql-ws");
        if packages.exists() {
            return;
        }
        let installed = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(FOLDER)
            .status()
            .expect("npm runs: deploy/scripts/install-test-packages.sh installs it");
        assert!(installed.success(), "npm ci failed in {FOLDER}");
    });
}
