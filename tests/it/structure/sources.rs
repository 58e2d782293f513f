//! The Rust files of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 8] = [
    "api",
    "bench",
    "domain",
    "entities",
    "migration",
    "src",
    "tests",
    "worker",
];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under `folders`, relative to the root, with its text.
pub fn rust_files_under(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for folder in folders {
        collect(&root().join(folder), &mut files);
    }
    files.sort();
    files
}

pub fn rust_files() -> Vec<(PathBuf, String)> {
    rust_files_under(&FOLDERS)
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path.strip_prefix(root()).unwrap().to_owned(), text));
        }
    }
}
