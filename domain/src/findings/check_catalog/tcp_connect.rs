//! Checks of the engine `tcp_connect`: services that should not face everybody.

use super::{
    Check,
    scores::{CLEAR_TEXT_SHELL, GUARDED_SERVICE, INTERCEPTION, OPEN_SERVICE},
};

pub const CHECKS: &[&Check] = &[
    &OPEN_PORT,
    &TELNET,
    &FTP,
    &LEGACY_SHELL,
    &DATABASE,
    &OPEN_DATA_STORE,
    &ORCHESTRATION,
    &REMOTE_DESKTOP,
    &FILE_SHARING,
    &DIRECTORY_SERVICE,
];

pub const OPEN_PORT: Check = Check {
    id: "tcp.open_port",
    title: "A TCP port is open",
    description: "The host accepts connections on this port. Every service that can be reached is one more that must be kept up to date and configured well.",
    remediation: "Check that the service is meant to be reachable from here; otherwise stop it, bind it to an inner address or close the port in the firewall.",
    cvss: None,
};

pub const TELNET: Check = Check {
    id: "tcp.telnet_exposed",
    title: "Telnet is reachable",
    description: "The Telnet port is open. Telnet sends log-ins and everything typed in clear text: whoever sits on the way can read and take over sessions.",
    remediation: "Switch Telnet off and use SSH; until then, permit the port from an administrative network only.",
    cvss: Some(CLEAR_TEXT_SHELL),
};

pub const FTP: Check = Check {
    id: "tcp.ftp_exposed",
    title: "FTP is reachable",
    description: "The FTP port is open. Plain FTP sends passwords and files in clear text, and is a frequent target of password guessing.",
    remediation: "Use SFTP or FTPS with enforced TLS; close the port if nobody needs it.",
    cvss: Some(INTERCEPTION),
};

pub const LEGACY_SHELL: Check = Check {
    id: "tcp.legacy_shell_exposed",
    title: "An outdated remote shell or X server is reachable",
    description: "A port of rexec, rlogin, rsh or X11 is open. These protocols trust addresses or nobody's word, and send everything in clear text.",
    remediation: "Switch the service off and use SSH.",
    cvss: Some(CLEAR_TEXT_SHELL),
};

pub const DATABASE: Check = Check {
    id: "tcp.database_exposed",
    title: "A database is reachable",
    description: "A port of a database server is open. Its passwords can be guessed and its flaws attacked without passing the application in front of it.",
    remediation: "Bind the database to an inner address, permit only the application's hosts, and require TLS and strong credentials.",
    cvss: Some(GUARDED_SERVICE),
};

pub const OPEN_DATA_STORE: Check = Check {
    id: "tcp.data_store_exposed",
    title: "A data store that often asks for no password is reachable",
    description: "A port of Redis, Memcached, MongoDB, Elasticsearch, CouchDB or a similar store is open. Their defaults often permit everybody to read, change or delete all data, sometimes to run code.",
    remediation: "Bind the store to an inner address, permit only the application's hosts, and switch authentication and TLS on.",
    cvss: Some(OPEN_SERVICE),
};

pub const ORCHESTRATION: Check = Check {
    id: "tcp.orchestration_exposed",
    title: "A container or cluster interface is reachable",
    description: "A port of the Docker API, a kubelet, etcd or a comparable control interface is open. Whoever may use it controls the machine or the cluster.",
    remediation: "Permit the port inside the cluster or an administrative network only, and require client certificates.",
    cvss: Some(OPEN_SERVICE),
};

pub const REMOTE_DESKTOP: Check = Check {
    id: "tcp.remote_desktop_exposed",
    title: "Remote control of a desktop is reachable",
    description: "A port of RDP, VNC or WinRM is open. Such services are guessed at all day and have had flaws that needed no password.",
    remediation: "Put the service behind a VPN or a gateway with a second factor.",
    cvss: Some(GUARDED_SERVICE),
};

pub const FILE_SHARING: Check = Check {
    id: "tcp.file_sharing_exposed",
    title: "File sharing is reachable",
    description: "A port of SMB, NetBIOS, NFS, rsync or the RPC port mapper is open. These protocols are made for inner networks; shares without a password and worms are frequent.",
    remediation: "Close the port towards the Internet and permit it in the inner network only.",
    cvss: Some(GUARDED_SERVICE),
};

pub const DIRECTORY_SERVICE: Check = Check {
    id: "tcp.directory_service_exposed",
    title: "A directory service is reachable",
    description: "A port of LDAP or Kerberos is open. Names of users and machines can often be read without a password, and passwords guessed.",
    remediation: "Permit the port in the inner network only; require TLS and authentication for queries.",
    cvss: Some(GUARDED_SERVICE),
};
