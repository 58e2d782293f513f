//! A process that cannot outlive its owner: ended on drop, and by the watchdog if the test process dies first.

use super::sandbox::watched_pid_file;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

pub struct Guarded {
    child: Child,
    stop_signal: &'static str,
}

impl Guarded {
    pub fn spawn(command: &mut Command, stop_signal: &'static str) -> Self {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
        fs::write(watched_pid_file(child.id()), stop_signal).unwrap();
        Self { child, stop_signal }
    }

    /// As `spawn`, for a server whose output is of interest only when it fails.
    pub fn spawn_with_log(command: &mut Command, log: &Path, stop_signal: &'static str) -> Self {
        let file = fs::File::create(log).unwrap();
        Self::spawn(
            command.stdout(file.try_clone().unwrap()).stderr(file),
            stop_signal,
        )
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let status = Command::new("sh")
            .args(["-c", r#"kill -s "$0" "$1""#, name, &pid])
            .status();
        assert!(status.unwrap().success(), "signal {name} to {pid}");
    }

    pub fn exit_status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Waits until `probe` holds. False when the process ended first.
    pub fn wait_until(&mut self, probe: impl Fn() -> bool) -> bool {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !probe() {
            if self.exit_status().is_some() {
                return false;
            }
            assert!(
                Instant::now() < deadline,
                "the process is not ready after 60 s"
            );
            sleep(Duration::from_millis(10));
        }
        true
    }

    pub fn stop(&mut self) {
        if self.exit_status().is_none() {
            self.signal("CONT");
            self.signal(self.stop_signal);
            self.child.wait().unwrap();
        }
        let _ = fs::remove_file(watched_pid_file(self.child.id()));
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.stop();
    }
}
