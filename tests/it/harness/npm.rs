//! Packages of the npm registry that tests run, each in a folder of its own under `tests/` with a lock file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// The folder `tests/{name}`, its packages installed from the lock file when they are first needed.
pub fn npm_package(name: &'static str) -> PathBuf {
    static INSTALLED: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name);
    let mut installed = INSTALLED.lock().unwrap();
    if installed.insert(name) && !is_current(&folder) {
        let status = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(&folder)
            .status()
            .expect("npm runs: deploy/scripts/install-test-packages.sh installs it");
        assert!(status.success(), "npm ci failed in {}", folder.display());
    }
    folder
}

/// Whether what is installed is what the lock file asks for: npm writes down what it has installed afterwards.
fn is_current(folder: &Path) -> bool {
    let written = |file: &str| folder.join(file).metadata()?.modified();
    match (
        written("package-lock.json"),
        written("node_modules/.package-lock.json"),
    ) {
        (Ok(wanted), Ok(installed)) => wanted <= installed,
        _ => false,
    }
}

/// Runs a script of a package to its end.
pub fn node(package: &'static str, arguments: &[&str]) -> Output {
    Command::new("node")
        .args(arguments)
        .current_dir(npm_package(package))
        .output()
        .expect("node runs: deploy/scripts/install-test-packages.sh installs it")
}
