package main

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics is what is counted for Prometheus.
type metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	repaired  *prometheus.CounterVec
	faults    *prometheus.CounterVec
	failed    *prometheus.CounterVec
	refused   *prometheus.CounterVec
	truncated *prometheus.CounterVec
	history   *prometheus.CounterVec
	added     prometheus.Histogram
	inFlight  prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "repairproxy_" + name, Help: help}, labels)
		m.registry.MustRegister(v)
		return v
	}
	m.requests = counter("requests_total", "Requests, by the class of their status.", "model", "route", "status")
	m.repaired = counter("repaired_total", "Answers with at least one repair.", "model", "route")
	m.faults = counter("faults_total", "Faults that were mended, once for each edit.", "model", "fault")
	m.failed = counter("failed_total", "Answers that should be JSON and could not be repaired, do not fit, or broke off.", "model", "reason")
	m.refused = counter("refused_total", "Answers that were refused.", "model")
	m.truncated = counter("truncated_total", "Answers that are cut off: by length as the server says, or as the text shows.", "model", "reason")
	m.history = counter("history_repaired_total", "Requests with repaired arguments in their history.", "model")
	m.added = prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "repairproxy_added_seconds", Help: "Time that the repair of an exchange took.",
		Buckets: prometheus.ExponentialBuckets(10e-6, 4, 10),
	})
	m.inFlight = prometheus.NewGauge(prometheus.GaugeOpts{Name: "repairproxy_in_flight", Help: "Requests being served."})
	m.registry.MustRegister(m.added, m.inFlight, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// statusClass returns the class of a status, such as "2xx".
func statusClass(status int) string {
	if status < 100 || status > 599 {
		return "none"
	}
	return strconv.Itoa(status/100) + "xx"
}
