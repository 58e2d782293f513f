//! Redis as it stands in production: with TLS and client certificates, or as a primary with a replica and a Sentinel.

use super::guarded::Guarded;
use super::sandbox::{Directory, free_port};
use base64::prelude::{BASE64_STANDARD as STANDARD, Engine};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
};
use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;

/// A server that speaks TLS only, and only with those who show a certificate of its authority.
pub struct SecuredRedis {
    pub url: String,
    pub ca_file: PathBuf,
    pub client_certificate_file: PathBuf,
    pub client_key_file: PathBuf,
    _process: Guarded,
    _directory: Directory,
}

impl SecuredRedis {
    pub fn start() -> Self {
        let directory = Directory::new("redis");
        let file = |name: &str| directory.path().join(name);
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // Another name than that of what it issues, which would look as if it had issued itself.
        authority.distinguished_name = DistinguishedName::new();
        authority
            .distinguished_name
            .push(DnType::CommonName, "authority of the tests");
        let authority =
            CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
        fs::write(file("ca.pem"), pem("CERTIFICATE", authority.as_ref().der())).unwrap();
        for name in ["server", "client"] {
            let key = KeyPair::generate().unwrap();
            let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
            let certificate = certificate.signed_by(&key, &authority).unwrap();
            let text = pem("CERTIFICATE", certificate.der());
            fs::write(file(&format!("{name}.pem")), text).unwrap();
            let text = pem("PRIVATE KEY", &key.serialize_der());
            fs::write(file(&format!("{name}.key")), text).unwrap();
        }
        let users = "user xorb on >secret ~* &* +@all\nuser default off\n";
        fs::write(file("users.acl"), users).unwrap();
        let port = free_port();
        let number = port.to_string();
        let tls = [
            ["--tls-port", &number],
            ["--tls-cert-file", "server.pem"],
            ["--tls-key-file", "server.key"],
            ["--tls-ca-cert-file", "ca.pem"],
            ["--tls-auth-clients", "yes"],
            ["--aclfile", "users.acl"],
        ];
        let arguments: Vec<&str> = tls.into_iter().flatten().collect();
        let process = launch(&directory, 0, port, &arguments);
        Self {
            url: format!("rediss://xorb:secret@localhost:{port}/0"),
            ca_file: file("ca.pem"),
            client_certificate_file: file("client.pem"),
            client_key_file: file("client.key"),
            _process: process,
            _directory: directory,
        }
    }
}

/// A primary, its replica, and a Sentinel that lets the replica take over.
pub struct WatchedRedis {
    pub sentinel: String,
    pub name: &'static str,
    primary: Guarded,
    _replica: Guarded,
    _sentinel: Guarded,
    _directories: [Directory; 3],
}

impl WatchedRedis {
    pub fn start() -> Self {
        let directories = [(); 3].map(|()| Directory::new("redis"));
        let [first, second, third] = [(); 3].map(|()| free_port());
        let primary = launch(&directories[0], first, first, &[]);
        let of = format!("127.0.0.1 {first}");
        let mut replica = launch(&directories[1], second, second, &["--replicaof", &of]);
        let is_synchronised = || says(second, &["INFO", "replication"]).contains("link_status:up");
        assert!(replica.wait_until(is_synchronised));
        let configuration = format!(
            "port {third}\nsentinel monitor work 127.0.0.1 {first} 1\n\
             sentinel down-after-milliseconds work 400\nsentinel failover-timeout work 2000\n"
        );
        fs::write(directories[2].path().join("sentinel.conf"), configuration).unwrap();
        let mut command = Command::new("redis-server");
        command
            .current_dir(directories[2].path())
            .args(["sentinel.conf", "--sentinel"]);
        let log = directories[2].path().join("log");
        let mut sentinel = Guarded::spawn_with_log(&mut command, &log, "KILL");
        let knows_replica =
            || says(third, &["SENTINEL", "REPLICAS", "work"]).contains(&second.to_string());
        assert!(sentinel.wait_until(knows_replica));
        Self {
            sentinel: format!("127.0.0.1:{third}"),
            name: "work",
            primary,
            _replica: replica,
            _sentinel: sentinel,
            _directories: directories,
        }
    }

    /// The primary dies. It takes the Sentinel a moment to see it.
    pub fn kill_primary(&mut self) {
        self.primary.stop();
    }
}

/// Starts a server and waits until something listens.
fn launch(directory: &Directory, port: u16, listens: u16, arguments: &[&str]) -> Guarded {
    let mut command = Command::new("redis-server");
    command
        .current_dir(directory.path())
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        .args(["--save", "", "--appendonly", "no", "--loglevel", "warning"])
        .args(arguments);
    let log = directory.path().join("log");
    let mut process = Guarded::spawn_with_log(&mut command, &log, "KILL");
    let is_there = process.wait_until(|| is_listening(listens));
    assert!(is_there, "{}", fs::read_to_string(log).unwrap_or_default());
    process
}

fn says(port: u16, command: &[&str]) -> String {
    let answer = Command::new("redis-cli")
        .args(["-p", &port.to_string()])
        .args(command)
        .output()
        .unwrap();
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

fn pem(kind: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {kind}-----\n{}\n-----END {kind}-----\n",
        lines.join("\n")
    )
}

fn is_listening(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}
