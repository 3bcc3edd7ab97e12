// Shows the state of the proxy, again and again. What models said gets onto
// the page as text only.
"use strict";

const $ = (id) => document.getElementById(id);

function element(name, text, className) {
	const e = document.createElement(name);
	if (text !== undefined) e.textContent = text;
	if (className) e.className = className;
	return e;
}

function rate(n, of) {
	return of ? `${n} (${(100 * n / of).toFixed(1)} %)` : String(n);
}

function modelRow(m) {
	const row = element("tr");
	const faults = Object.entries(m.faults).sort((a, b) => b[1] - a[1]).map(([name, n]) => `${name} ${n}`).join(", ");
	for (const v of [m.name || "(none)", m.requests, m.texts, rate(m.repaired, m.texts), m.failed, m.truncated, m.refused, faults]) {
		row.append(element("td", String(v)));
	}
	return row;
}

function spans(list, mark) {
	const pre = element("pre");
	for (const s of list || []) {
		if (s.mark) {
			const e = element(mark, s.text);
			e.title = s.mark;
			pre.append(e);
		} else {
			pre.append(s.text);
		}
	}
	return pre;
}

function repair(r) {
	const article = element("article");
	const meta = element("p", `${new Date(r.time).toLocaleTimeString()} · ${r.model || "(none)"} · ${r.where}${r.faults ? " · " + r.faults.replaceAll("+", ", ") : ""}`, "meta");
	if (r.error) meta.append(" · ", element("span", r.error, "error"));
	const pair = element("div", undefined, "pair");
	pair.append(spans(r.before, "del"), spans(r.after, "ins"));
	article.append(meta, pair);
	return article;
}

let last = "";

async function refresh() {
	try {
		const response = await fetch("/ui/state", {cache: "no-store"});
		if (!response.ok) throw new Error(`status ${response.status}`);
		const text = await response.text();
		const state = JSON.parse(text);
		$("status").textContent = `up ${state.up}${state.observe ? ", observing: nothing is changed" : ""}`;
		const now = JSON.stringify([state.models, state.repairs]);
		if (now !== last) {
			last = now;
			$("models").replaceChildren(...state.models.map(modelRow));
			$("repairs").replaceChildren(...state.repairs.map(repair));
		}
	} catch (e) {
		$("status").textContent = `no answer: ${e.message}`;
	}
	setTimeout(refresh, 1000);
}

refresh();
