//! Metrics, logs, traces and alerts.

use super::kind::ThingKind::Observability;
use super::system::System;

pub(super) static SYSTEMS: &[System] = &[
    System::new(
        "Prometheus",
        Observability,
        &["prometheus", "thanos", "mimir", "cortex", "victoriametrics", "victoria metric"],
    ),
    System::new(
        "Grafana",
        Observability,
        &["grafana", "grafana dashboard", "grafana agent", "grafana alloy"],
    ),
    System::new("Alertmanager", Observability, &["alertmanager", "alert manager"]),
    System::new("Loki", Observability, &["loki", "promtail"]),
    System::new("Tempo", Observability, &["grafana tempo"]),
    System::new("Jaeger", Observability, &["jaeger", "zipkin"]),
    System::new(
        "OpenTelemetry",
        Observability,
        &["opentelemetry", "otel", "otel collector", "opentelemetry collector", "otlp"],
    ),
    System::new("Fluent Bit", Observability, &["fluentd", "fluentbit", "fluent bit"]),
    System::new("Logstash", Observability, &["logstash", "filebeat"]),
    System::new("Kibana", Observability, &["kibana", "opensearch dashboard"]),
    System::new("ELK", Observability, &["elk", "elk stack", "efk", "efk stack"]),
    System::new(
        "Datadog",
        Observability,
        &["datadog", "datadog agent", "new relic", "dynatrace", "splunk", "sentry"],
    ),
    System::new("CloudWatch", Observability, &["cloudwatch", "azure monitor", "x ray"]),
    System::new("Hubble", Observability, &["hubble", "hubble ui", "hubble relay", "kiali"]),
    System::new(
        "node-exporter",
        Observability,
        &["node exporter", "kube state metric", "metric server", "blackbox exporter"],
    ),
    System::new("Zabbix", Observability, &["zabbix", "nagios", "uptime kuma"]),
];
