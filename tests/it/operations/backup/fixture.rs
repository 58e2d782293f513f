//! An embedded installation with a company in it, and the commands over it.

use crate::harness::{AgeKey, Client, Directory, PASSWORD, XorbProcess};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

pub const EMAIL: &str = "owner@needle-in-a-backup.example";

pub struct Installation {
    /// The data folder, and beside it what an operator keeps elsewhere.
    folder: Directory,
    pub key: AgeKey,
}

impl Installation {
    /// A machine on which nothing has been started yet.
    pub fn new() -> Self {
        let folder = Directory::new("installation");
        let key = AgeKey::in_folder(folder.path());
        Self { folder, key }
    }

    /// One that served, and has ended.
    pub async fn used() -> Self {
        let installation = Self::new();
        let mut xorb = installation.serve().await;
        installation.sign_up(&mut xorb, "acme").await;
        let (status, output) = xorb.terminate();
        assert!(status.success(), "{output}");
        installation
    }

    pub async fn serve(&self) -> XorbProcess {
        let mut xorb = XorbProcess::start(&[], &self.environment());
        xorb.wait_until_ready().await;
        xorb
    }

    /// The owner of a new company, logged in.
    pub async fn sign_up(&self, xorb: &mut XorbProcess, slug: &str) -> Client {
        let client = Client::anonymous(&xorb.addresses().0.unwrap());
        let field = "signUp(input: $input) { session { accessToken } userErrors { code } }";
        let input = json!({
            "tenantName": slug, "tenantSlug": slug, "email": EMAIL, "password": PASSWORD, "displayName": "Owner",
        });
        let answer = client.mutate("SignUpInput", field, input).await;
        client.with_token(&answer.text("/signUp/session/accessToken"))
    }

    /// Runs a command to its end: its exit code, and what it said.
    pub fn run(&self, arguments: &[&str]) -> (i32, String) {
        let (status, output) = XorbProcess::start(arguments, &self.environment()).exit();
        (status.code().unwrap(), output)
    }

    /// As `run`, of a command that must succeed.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let (code, output) = self.run(arguments);
        assert_eq!(code, 0, "{output}");
        output
    }

    /// Backs up to a new file for this installation's key: the file, and what was said.
    pub fn back_up(&self, name: &str) -> (PathBuf, String) {
        let file = self.path(name);
        let arguments = ["backup", text(&file), "--recipient", &self.key.recipient];
        let output = self.succeed(&arguments);
        (file, output)
    }

    /// The arguments that restore `file` with this installation's key.
    pub fn restoring<'a>(&'a self, file: &'a Path) -> [&'a str; 4] {
        [
            "restore",
            text(file),
            "--identity",
            text(&self.key.identity),
        ]
    }

    pub fn data_dir(&self) -> PathBuf {
        self.path("data")
    }

    /// A place outside the data folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Every file of the data folder with what is in it.
    pub fn everything(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.data_dir(), &mut files);
        files.sort();
        files
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("XORB__HTTP__LISTEN", "127.0.0.1:0".to_owned()),
            ("XORB__DATA_DIR", self.data_dir().display().to_string()),
        ]
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push((path.clone(), fs::read(path).unwrap()));
        }
    }
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The counts and hashes that a command printed.
pub fn printed(output: &str) -> Vec<&str> {
    let lines = output.lines().filter(|line| line.starts_with("  "));
    let lines: Vec<_> = lines.collect();
    assert!(
        lines.iter().any(|line| line.contains("sha256 ")),
        "{output}"
    );
    lines
}
