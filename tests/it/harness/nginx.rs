//! A real nginx: as a target to scan, and as the proxy in front.

use super::guarded::Guarded;
use super::sandbox::{Directory, free_port};
use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct TestNginx {
    pub port: u16,
    _process: Guarded,
    directory: Directory,
}

impl TestNginx {
    /// The folder that `{{ROOT}}` in the configuration stands for.
    pub fn root(&self) -> PathBuf {
        self.directory.path().join("html")
    }
}

/// Starts nginx with what `http_block` holds; `{{PORT}}` and `{{ROOT}}` in it are filled in. `files` are paths under the
/// root with their contents.
pub fn nginx(http_block: &str, files: &[(&str, &str)]) -> TestNginx {
    let directory = Directory::new("nginx");
    let root = directory.path().join("html");
    fs::create_dir(&root).unwrap();
    for (path, content) in files {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
    for _ in 0..5 {
        let port = free_port();
        let block = http_block
            .replace("{{PORT}}", &port.to_string())
            .replace("{{ROOT}}", &root.display().to_string());
        fs::write(
            directory.path().join("nginx.conf"),
            configuration(directory.path(), &block),
        )
        .unwrap();
        if let Some(process) = launch(&directory, port) {
            return TestNginx {
                port,
                _process: process,
                directory,
            };
        }
    }
    let log = fs::read_to_string(directory.path().join("log")).unwrap_or_default();
    panic!("nginx does not start:\n{log}");
}

fn configuration(directory: &Path, http_block: &str) -> String {
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    // The folder may be closed to nginx's usual user.
    let user = if is_root { "user root;" } else { "" };
    let dir = directory.display();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {dir}/{kind};"))
        .join("\n");
    format!(
        "{user}\ndaemon off;\nworker_processes 1;\npid {dir}/nginx.pid;\nerror_log {dir}/error.log;\n\
         events {{ worker_connections 256; }}\nhttp {{\naccess_log off;\n{temporary}\n{http_block}\n}}\n"
    )
}

fn launch(directory: &Directory, port: u16) -> Option<Guarded> {
    let program = if Path::new("/usr/sbin/nginx").exists() {
        "/usr/sbin/nginx"
    } else {
        "nginx"
    };
    let mut command = Command::new(program);
    command
        .arg("-p")
        .arg(directory.path())
        .args(["-c", "nginx.conf", "-e", "error.log"]);
    // QUIT would wait for open connections; TERM ends master and workers at once.
    let mut process = Guarded::spawn_with_log(&mut command, &directory.path().join("log"), "TERM");
    process
        .wait_until(|| TcpStream::connect(("127.0.0.1", port)).is_ok())
        .then_some(process)
}
