//! Scripts that run with Node.js and tell on lines of JSON what they see.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::sync::mpsc;

use super::guarded::Guarded;
use super::npm::npm_package;

const PATIENCE: Duration = Duration::from_secs(60);

/// A running script. Ends when dropped.
pub struct Script {
    _process: Guarded,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Script {
    /// Starts a script of the folder `tests/{package}` with this input.
    pub fn start(package: &'static str, name: &str, input: &Value) -> Self {
        let mut process = Guarded::spawn(
            Command::new("node")
                .args([name, &input.to_string()])
                .current_dir(npm_package(package))
                .stdout(Stdio::piped()),
            "TERM",
        );
        let output = BufReader::new(process.child().stdout.take().unwrap());
        let (sender, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self {
            _process: process,
            lines,
        }
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
