use super::{Port, Protocol};
use Protocol::{Tcp, Udp};

/// The port that a service's name stands for on the wire, by IANA's registry or, where that knows none, by the
/// product's own default. `name` is compared without regard to case.
///
/// ```
/// use netplat_core::net::well_known_port;
/// assert_eq!(well_known_port("HTTPS").map(|port| port.to_string()), Some("https 443/TCP".into()));
/// assert_eq!(well_known_port("gRPC"), None, "has no port of its own");
/// ```
pub fn well_known_port(name: &str) -> Option<Port> {
    let service = Service::named(name)?;
    let (number, protocol) = service.port?;
    Port::new(number, number, protocol)?.named(service.port_name)
}

/// A protocol or product whose name announces a port: "HTTPS 443", "gRPC 50051".
pub(super) struct Service {
    /// In lower case.
    name: &'static str,
    /// A port name as Kubernetes allows it.
    pub(super) port_name: &'static str,
    /// Where it listens unless told otherwise.
    pub(super) port: Option<(u16, Protocol)>,
}

impl Service {
    /// The service with this name, in any case.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        SERVICES.iter().find(|service| service.name.eq_ignore_ascii_case(name))
    }
}

/// Whether some service listens at this port by default: such a number says "port" even on its own.
pub(super) fn is_well_known(number: u16) -> bool {
    number == 8080
        || number == 8443
        || SERVICES.iter().any(|service| service.port.is_some_and(|(port, _)| port == number))
}

const fn service(name: &'static str, port_name: &'static str, port: Option<(u16, Protocol)>) -> Service {
    Service { name, port_name, port }
}

/// Numbers from IANA's "Service Name and Transport Protocol Port Number Registry", except for products that are not
/// registered (etcd, the kubelet, Grafana's Loki and Tempo, MinIO, Vault), whose documentation gives them.
static SERVICES: &[Service] = &[
    service("http", "http", Some((80, Tcp))),
    service("https", "https", Some((443, Tcp))),
    service("ws", "ws", Some((80, Tcp))),
    service("wss", "wss", Some((443, Tcp))),
    service("http2", "http2", None),
    service("h2c", "h2c", None),
    service("grpc", "grpc", None),
    service("grpcs", "grpcs", None),
    service("tls", "tls", None),
    service("mtls", "mtls", None),
    service("quic", "quic", Some((443, Udp))),
    service("ssh", "ssh", Some((22, Tcp))),
    service("sftp", "sftp", Some((22, Tcp))),
    service("ftp", "ftp", Some((21, Tcp))),
    service("dns", "dns", Some((53, Udp))),
    service("dot", "dot", Some((853, Tcp))),
    service("dhcp", "dhcp", Some((67, Udp))),
    service("ntp", "ntp", Some((123, Udp))),
    service("snmp", "snmp", Some((161, Udp))),
    service("syslog", "syslog", Some((514, Udp))),
    service("smtp", "smtp", Some((25, Tcp))),
    service("smtps", "smtps", Some((465, Tcp))),
    service("imap", "imap", Some((143, Tcp))),
    service("imaps", "imaps", Some((993, Tcp))),
    service("pop3", "pop3", Some((110, Tcp))),
    service("ldap", "ldap", Some((389, Tcp))),
    service("ldaps", "ldaps", Some((636, Tcp))),
    service("kerberos", "kerberos", Some((88, Tcp))),
    service("radius", "radius", Some((1812, Udp))),
    service("nfs", "nfs", Some((2049, Tcp))),
    service("smb", "smb", Some((445, Tcp))),
    service("iscsi", "iscsi", Some((3260, Tcp))),
    service("rdp", "rdp", Some((3389, Tcp))),
    service("bgp", "bgp", Some((179, Tcp))),
    service("vxlan", "vxlan", Some((4789, Udp))),
    service("wireguard", "wireguard", Some((51820, Udp))),
    service("openvpn", "openvpn", Some((1194, Udp))),
    service("ipsec", "ipsec", Some((500, Udp))),
    service("stun", "stun", Some((3478, Udp))),
    service("sip", "sip", Some((5060, Udp))),
    service("rtmp", "rtmp", Some((1935, Tcp))),
    service("rtsp", "rtsp", Some((554, Tcp))),
    service("mqtt", "mqtt", Some((1883, Tcp))),
    service("mqtts", "mqtts", Some((8883, Tcp))),
    service("coap", "coap", Some((5683, Udp))),
    service("amqp", "amqp", Some((5672, Tcp))),
    service("amqps", "amqps", Some((5671, Tcp))),
    service("rabbitmq", "amqp", Some((5672, Tcp))),
    service("nats", "nats", Some((4222, Tcp))),
    service("kafka", "kafka", Some((9092, Tcp))),
    service("zookeeper", "zookeeper", Some((2181, Tcp))),
    service("postgres", "postgres", Some((5432, Tcp))),
    service("postgresql", "postgres", Some((5432, Tcp))),
    service("pgbouncer", "pgbouncer", Some((6432, Tcp))),
    service("mysql", "mysql", Some((3306, Tcp))),
    service("mariadb", "mysql", Some((3306, Tcp))),
    service("mssql", "mssql", Some((1433, Tcp))),
    service("mongodb", "mongodb", Some((27017, Tcp))),
    service("mongo", "mongodb", Some((27017, Tcp))),
    service("cassandra", "cql", Some((9042, Tcp))),
    service("redis", "redis", Some((6379, Tcp))),
    service("valkey", "redis", Some((6379, Tcp))),
    service("memcached", "memcached", Some((11211, Tcp))),
    service("elasticsearch", "elasticsearch", Some((9200, Tcp))),
    service("opensearch", "opensearch", Some((9200, Tcp))),
    service("clickhouse", "clickhouse", Some((8123, Tcp))),
    service("influxdb", "influxdb", Some((8086, Tcp))),
    service("neo4j", "bolt", Some((7687, Tcp))),
    service("etcd", "etcd", Some((2379, Tcp))),
    service("consul", "consul", Some((8500, Tcp))),
    service("vault", "vault", Some((8200, Tcp))),
    service("minio", "minio", Some((9000, Tcp))),
    service("prometheus", "prometheus", Some((9090, Tcp))),
    service("alertmanager", "alertmanager", Some((9093, Tcp))),
    service("loki", "loki", Some((3100, Tcp))),
    service("otlp", "otlp", Some((4317, Tcp))),
    service("kube-apiserver", "https", Some((6443, Tcp))),
    service("kubelet", "kubelet", Some((10250, Tcp))),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_gives_a_valid_port_and_is_listed_once() {
        for (index, service) in SERVICES.iter().enumerate() {
            assert_eq!(well_known_port(service.name).is_some(), service.port.is_some(), "{}", service.name);
            assert!(
                SERVICES.iter().skip(index + 1).all(|other| other.name != service.name),
                "{}",
                service.name
            );
        }
    }
}
