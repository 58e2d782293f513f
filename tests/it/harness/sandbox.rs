//! One folder and one watchdog for everything that this test process starts or writes.
//!
//! The watchdog is a shell that reads a pipe. Nobody writes to it: it ends when the test process ends, be it by a
//! panic or by SIGKILL. Then the watchdog ends every process that is registered in `pids/` and removes the folder.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

const WATCHDOG: &str = r#"
cat
for file in "$0"/pids/*; do
    [ -e "$file" ] || continue
    kill -CONT "${file##*/}"; kill -s "$(cat "$file")" "${file##*/}"
done
for attempt in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf "$0"; [ -e "$0" ] || exit 0; sleep 0.3
done
"#;

struct Sandbox {
    root: PathBuf,
    next: AtomicUsize,
    /// Holds the write end of the pipe.
    _watchdog: Child,
}

fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| {
        let root = std::env::temp_dir().join(format!("xorb-it-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir(&root).unwrap();
        // Servers that run as another user pass through, but see no names.
        fs::set_permissions(&root, fs::Permissions::from_mode(0o711)).unwrap();
        fs::create_dir(root.join("pids")).unwrap();
        let watchdog = Command::new("sh")
            .args(["-c", WATCHDOG])
            .arg(&root)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        Sandbox {
            root,
            next: AtomicUsize::new(1),
            _watchdog: watchdog,
        }
    })
}

pub fn watched_pid_file(pid: u32) -> PathBuf {
    sandbox().root.join("pids").join(pid.to_string())
}

/// A folder of its own, removed when dropped.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new(name: &str) -> Self {
        let sandbox = sandbox();
        let number = sandbox.next.fetch_add(1, Ordering::Relaxed);
        let path = sandbox.root.join(format!("{name}-{number}"));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A password for a server that listens on loopback, where other users of the machine could reach it.
pub fn random_password() -> String {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")
        .unwrap()
        .read_exact(&mut bytes)
        .unwrap();
    format!("{:032x}", u128::from_be_bytes(bytes))
}

/// A port that was free a moment ago. Whoever takes it must be ready to lose the race and ask again.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
