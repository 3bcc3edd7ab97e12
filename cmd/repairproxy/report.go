package main

import (
	"context"
	"log/slog"

	"github.com/repairjson/repairjson/inference"
	"github.com/repairjson/repairjson/repair"
)

// report counts, logs, shows and collects what was done in an exchange.
func (p *proxy) report(u *upstream, r *inference.Report) {
	model := p.stats.name(r.Model)
	p.count(model, r)
	p.stats.add(model, r)
	if p.collect != nil {
		p.collect.add(model, r)
	}
	edits := r.Edits()
	level := slog.LevelDebug
	if edits > 0 || r.Failure() != "" || r.Truncated != "" || len(r.Requests) > 0 {
		level = slog.LevelInfo
	}
	if !p.log.Enabled(context.Background(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("repair_upstream", u.Name), slog.String("repair_route", r.Route.String()),
		slog.String("repair_model", r.Model), slog.Int("repair_status", r.Status),
		slog.Bool("repair_stream", r.Stream), slog.Int("repair_edits", edits),
		slog.Float64("repair_added_ms", float64(r.Added.Microseconds())/1000),
	}
	add := func(name, value string) {
		if value != "" {
			attrs = append(attrs, slog.String(name, value))
		}
	}
	add("repair_faults", r.Faults().String())
	add("repair_truncated", r.Truncated)
	add("repair_skipped", r.Skipped)
	add("repair_failed", r.Failure())
	if r.Observed {
		attrs = append(attrs, slog.Bool("repair_observed", true))
	}
	if n := len(r.Requests); n > 0 {
		attrs = append(attrs, slog.Int("repair_history", n))
	}
	if p.cfg.LogContent {
		for _, t := range r.Answers {
			attrs = append(attrs, slog.Group("repair_text", slog.String("where", t.Where),
				slog.String("source", string(t.Source)), slog.String("output", string(t.Output))))
		}
	}
	p.log.LogAttrs(context.Background(), level, "answer", attrs...)
}

func (p *proxy) count(model string, r *inference.Report) {
	m := p.metrics
	route := r.Route.String()
	m.requests.WithLabelValues(model, route, statusClass(r.Status)).Inc()
	m.added.Observe(r.Added.Seconds())
	if r.Edits() > 0 {
		m.repaired.WithLabelValues(model, route).Inc()
	}
	for i := range r.Answers {
		for _, e := range r.Answers[i].Edits {
			for _, name := range faultNames(e.Faults) {
				m.faults.WithLabelValues(model, name).Inc()
			}
		}
	}
	if why := r.Failure(); why != "" {
		m.failed.WithLabelValues(model, why).Inc()
	}
	if r.Refused {
		m.refused.WithLabelValues(model).Inc()
	}
	if r.Truncated != "" {
		m.truncated.WithLabelValues(model, r.Truncated).Inc()
	}
	if len(r.Requests) > 0 {
		m.history.WithLabelValues(model).Inc()
	}
}

// faultNames returns the names of the single faults in the set.
func faultNames(f repair.Faults) (list []string) {
	for one := range f.Each() {
		list = append(list, one.String())
	}
	return list
}
