//! The TCP ports that a quick scan looks at: the hundred that services are usually found on, with what it means if one of
//! them faces everybody.

use xorb_domain::findings::{
    Check,
    check_catalog::tcp_connect::{
        DATABASE, DIRECTORY_SERVICE, FILE_SHARING, FTP, LEGACY_SHELL, OPEN_DATA_STORE, OPEN_PORT,
        ORCHESTRATION, REMOTE_DESKTOP, TELNET,
    },
};

/// A port and what usually listens there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Service {
    pub(super) port: u16,
    pub(super) name: &'static str,
    pub(super) check: &'static Check,
}

/// The service of a port; an unlisted one is just a port.
pub(super) fn service(port: u16) -> Service {
    let listed = QUICK_PORTS.iter().find(|service| service.port == port);
    listed.copied().unwrap_or(plain(port, "unknown"))
}

const fn plain(port: u16, name: &'static str) -> Service {
    Service {
        port,
        name,
        check: &OPEN_PORT,
    }
}

const fn risky(port: u16, name: &'static str, check: &'static Check) -> Service {
    Service { port, name, check }
}

pub(super) const QUICK_PORTS: &[Service] = &[
    plain(7, "echo"),
    plain(9, "discard"),
    plain(13, "daytime"),
    risky(21, "ftp", &FTP),
    plain(22, "ssh"),
    risky(23, "telnet", &TELNET),
    plain(25, "smtp"),
    plain(37, "time"),
    plain(53, "dns"),
    plain(79, "finger"),
    plain(80, "http"),
    plain(81, "http"),
    risky(88, "kerberos", &DIRECTORY_SERVICE),
    plain(106, "pop3pw"),
    plain(110, "pop3"),
    risky(111, "rpcbind", &FILE_SHARING),
    plain(113, "ident"),
    plain(119, "nntp"),
    risky(135, "msrpc", &FILE_SHARING),
    risky(139, "netbios", &FILE_SHARING),
    plain(143, "imap"),
    plain(179, "bgp"),
    risky(389, "ldap", &DIRECTORY_SERVICE),
    plain(427, "svrloc"),
    plain(443, "https"),
    plain(444, "https"),
    risky(445, "smb", &FILE_SHARING),
    plain(465, "smtps"),
    risky(512, "rexec", &LEGACY_SHELL),
    risky(513, "rlogin", &LEGACY_SHELL),
    risky(514, "rsh", &LEGACY_SHELL),
    plain(515, "printer"),
    plain(543, "klogin"),
    plain(544, "kshell"),
    risky(548, "afp", &FILE_SHARING),
    plain(554, "rtsp"),
    plain(587, "submission"),
    plain(631, "ipp"),
    risky(636, "ldaps", &DIRECTORY_SERVICE),
    risky(873, "rsync", &FILE_SHARING),
    plain(990, "ftps"),
    plain(993, "imaps"),
    plain(995, "pop3s"),
    plain(1080, "socks"),
    plain(1194, "openvpn"),
    risky(1433, "mssql", &DATABASE),
    risky(1521, "oracle", &DATABASE),
    plain(1720, "h323"),
    plain(1723, "pptp"),
    plain(1883, "mqtt"),
    risky(2049, "nfs", &FILE_SHARING),
    plain(2121, "ftp"),
    risky(2375, "docker", &ORCHESTRATION),
    risky(2376, "docker", &ORCHESTRATION),
    risky(2379, "etcd", &ORCHESTRATION),
    risky(2380, "etcd", &ORCHESTRATION),
    plain(3000, "http"),
    plain(3128, "proxy"),
    risky(3306, "mysql", &DATABASE),
    risky(3389, "rdp", &REMOTE_DESKTOP),
    plain(3690, "svn"),
    plain(4369, "epmd"),
    plain(5000, "http"),
    plain(5060, "sip"),
    plain(5222, "xmpp"),
    risky(5432, "postgresql", &DATABASE),
    plain(5601, "kibana"),
    plain(5672, "amqp"),
    risky(5900, "vnc", &REMOTE_DESKTOP),
    risky(5901, "vnc", &REMOTE_DESKTOP),
    risky(5984, "couchdb", &OPEN_DATA_STORE),
    risky(5985, "winrm", &REMOTE_DESKTOP),
    risky(5986, "winrm", &REMOTE_DESKTOP),
    risky(6000, "x11", &LEGACY_SHELL),
    risky(6001, "x11", &LEGACY_SHELL),
    risky(6379, "redis", &OPEN_DATA_STORE),
    risky(6443, "kubernetes", &ORCHESTRATION),
    plain(6667, "irc"),
    risky(7001, "cassandra", &OPEN_DATA_STORE),
    plain(7070, "http"),
    plain(8000, "http"),
    plain(8008, "http"),
    plain(8009, "ajp"),
    plain(8080, "http"),
    plain(8081, "http"),
    plain(8086, "influxdb"),
    plain(8088, "http"),
    plain(8443, "https"),
    plain(8500, "consul"),
    plain(8888, "http"),
    risky(9042, "cassandra", &OPEN_DATA_STORE),
    plain(9090, "http"),
    plain(9100, "printer"),
    risky(9200, "elasticsearch", &OPEN_DATA_STORE),
    risky(9300, "elasticsearch", &OPEN_DATA_STORE),
    plain(9443, "https"),
    plain(9999, "http"),
    plain(10000, "webmin"),
    risky(10250, "kubelet", &ORCHESTRATION),
    risky(11211, "memcached", &OPEN_DATA_STORE),
    plain(15672, "rabbitmq"),
    risky(27017, "mongodb", &OPEN_DATA_STORE),
    plain(32768, "filenet"),
    plain(49152, "upnp"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_without_repetition() {
        let ports: Vec<u16> = QUICK_PORTS.iter().map(|service| service.port).collect();
        assert!(ports.is_sorted_by(|one, next| one < next));
        assert!((90..=120).contains(&ports.len()));
    }

    #[test]
    fn a_port_is_found_and_an_unlisted_one_is_just_a_port() {
        assert_eq!(service(6379).name, "redis");
        assert_eq!(service(40_000).check.id, OPEN_PORT.id);
    }
}
