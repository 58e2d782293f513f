//! What systemd is told: what is waited for, that the process is ready, that it lives, and that it stops.

use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use crate::harness::{Directory, XorbProcess};

struct Supervisor {
    socket: UnixDatagram,
    directory: Directory,
}

impl Supervisor {
    fn new() -> Self {
        let directory = Directory::new("supervisor");
        let socket = UnixDatagram::bind(directory.path().join("notify")).unwrap();
        socket
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        Self { socket, directory }
    }

    fn environment(&self) -> [(&'static str, String); 3] {
        let path = self.directory.path().join("notify");
        [
            ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
            ("NOTIFY_SOCKET", path.display().to_string()),
            ("WATCHDOG_USEC", "400000".to_owned()),
        ]
    }

    /// Hears until somebody says this.
    fn hears(&self, words: &str) -> Instant {
        let mut said = [0; 1024];
        loop {
            let length = self.socket.recv(&mut said).expect(words);
            let said = String::from_utf8_lossy(&said[..length]);
            if said.lines().any(|line| line.starts_with(words)) {
                return Instant::now();
            }
        }
    }
}

#[tokio::test]
async fn a_supervisor_hears_when_the_process_is_ready_that_it_lives_and_that_it_stops() {
    let supervisor = Supervisor::new();
    let process = XorbProcess::start(&[], &supervisor.environment());
    supervisor.hears("READY=1");
    let first = supervisor.hears("WATCHDOG=1");
    let second = supervisor.hears("WATCHDOG=1");
    assert!(second - first < Duration::from_millis(400));
    let (status, said) = process.terminate();
    assert!(status.success(), "{said}");
    supervisor.hears("STOPPING=1");
}

#[tokio::test]
async fn a_process_that_waits_for_its_database_says_so_and_lives() {
    let supervisor = Supervisor::new();
    let mut environment = supervisor.environment().to_vec();
    let nowhere = "postgres://xorb@127.0.0.1:1/xorb".to_owned();
    environment.push(("XORB__DATABASE__URL", nowhere));
    let process = XorbProcess::start(&[], &environment);
    supervisor.hears("STATUS=waiting for the database");
    supervisor.hears("WATCHDOG=1");
    process.terminate();
}
