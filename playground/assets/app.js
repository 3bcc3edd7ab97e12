// Shows what the repairer makes of the texts in the page. What was pasted gets
// onto the page as text only, never as HTML.
"use strict";

const $ = (id) => document.getElementById(id);
const shown = 3000; // edits that are marked; of more, the rest is plain

function element(name, text, className) {
	const e = document.createElement(name);
	if (text !== undefined) e.textContent = text;
	if (className) e.className = className;
	return e;
}

const examples = {
	"a chatty answer": {
		text: "Sure, here is the plan:\n```json\n{\n  'title': 'Snake game',\n  \"note\": \"press \"q\" to quit\",\n  \"files\": [\"main.py\", \"game.py\"}\n  \"done\": False,\n}\n```\nLet me know if you want changes!\n",
	},
	"a draft first": {
		text: "<think>The user wants a city. {\"city\": \"Rome\"}? No, the north.</think>\n{\"city\": \"Oslo\", \"temperature\": NaN, \"note\": \"C:\\Program Files\\new\"",
	},
	"with a schema": {
		text: "{'User Name': 'Bo', AGE: \"30 years\", tags: admin, \"Unit\": \"in Celsius please\"}",
		schema: JSON.stringify({
			type: "object",
			properties: {userName: {type: "string"}, age: {type: "integer"}, tags: {type: "array", items: {type: "string"}}, unit: {enum: ["celsius", "kelvin"]}},
			required: ["userName", "age"],
		}, null, 2),
	},
	"a Python call": {text: "[get_weather({'city': 'Paris', 'days': 3, 'metric': True})]"},
	"nothing there": {text: "I'm sorry, but I can't help with that."},
};

// The texts and options in the page.

function request() {
	return {text: $("text").value, schema: $("schema").value, pick: $("pick").value, reject: $("reject").value};
}

function fill(r) {
	$("text").value = r.text || "";
	$("schema").value = r.schema || "";
	$("pick").value = r.pick || "all";
	$("reject").value = r.reject || "";
	update();
}

// The repair.

let answer = null; // the last one
let marks = []; // the element of each edit
let current = -1;

function update() {
	if (!globalThis.repairjson) return;
	const start = performance.now();
	answer = JSON.parse(repairjson.repair(JSON.stringify(request())));
	const took = performance.now() - start;
	$("status").textContent = `ready · ${took.toFixed(took < 10 ? 1 : 0)} ms`;
	showParts();
	showFaults();
	$("json").textContent = answer.output;
	$("copy").disabled = !answer.output;
	showProblems();
	select(answer.edits.length ? 0 : -1, false);
	rewind();
}

// visible returns text whose line breaks and spaces show, if it has nothing else.
function visible(text) {
	return /^\s+$/.test(text) ? text.replaceAll(" ", "␣").replaceAll("\t", "⇥").replaceAll("\n", "↵\n") : text;
}

// brief returns text on one line, and of a long one the ends.
function brief(text) {
	const line = visible(text).replaceAll("↵\n", "↵").replaceAll("\n", "↵");
	return line.length > 120 ? line.slice(0, 80) + " … " + line.slice(-30) : line;
}

function showParts() {
	const pre = $("marked");
	pre.replaceChildren();
	marks = [];
	for (const p of answer.parts) {
		if (p.edit < 0 || p.edit >= shown) {
			pre.append(p.edit < 0 ? p.keep : p.new || "");
			continue;
		}
		const e = answer.edits[p.edit];
		const mark = element("span", undefined, `edit ${e.class}`);
		mark.title = e.faults.map((f) => `${f.name} (${f.class}): ${f.doc}`).join("\n");
		if (p.old) mark.append(element("del", visible(p.old)));
		if (p.new) mark.append(element("ins", visible(p.new)));
		mark.addEventListener("click", () => select(p.edit, false));
		marks.push(mark);
		pre.append(mark);
	}
	const n = answer.edits.length;
	let count = "";
	if (answer.output) count = n === 0 ? "nothing: it is valid" : n === 1 ? "1 edit" : `${n} edits`;
	if (n > shown) count += `, the first ${shown} are marked`;
	$("count").textContent = count;
}

function showFaults() {
	const counts = new Map();
	answer.edits.forEach((e, i) => {
		for (const f of e.faults) {
			const c = counts.get(f.name) || {n: 0, first: i, class: f.class, doc: f.doc};
			c.n++;
			counts.set(f.name, c);
		}
	});
	$("faults").replaceChildren(...[...counts].map(([name, c]) => {
		const b = element("button", c.n > 1 ? `${name} ×${c.n}` : name, c.class);
		b.title = c.doc;
		b.addEventListener("click", () => select(c.first, true));
		return b;
	}));
}

function showProblems() {
	const list = [];
	if (answer.error) list.push([`line ${answer.error.line}, column ${answer.error.column}: ${answer.error.message}`, "bad"]);
	for (const m of answer.mismatches || []) list.push([`${m.path || "the whole answer"}: want ${m.want}, found ${m.found}`, "bad"]);
	$("problems").replaceChildren(...list.map(([text, c]) => element("li", text, c)));
	const note = $("schema-note");
	note.className = answer.schema_error ? "note bad" : "note";
	note.textContent = answer.schema_error || (answer.unused ? `not used: ${answer.unused.join(", ")}` : "");
}

// select shows the details of an edit; reveal also scrolls to it.
function select(i, reveal) {
	if (marks[current]) marks[current].classList.remove("now");
	current = i;
	const detail = $("detail");
	detail.replaceChildren();
	if (i < 0 || !answer || !answer.edits[i]) return;
	const e = answer.edits[i];
	if (marks[i]) {
		marks[i].classList.add("now");
		if (reveal) marks[i].scrollIntoView({block: "nearest"});
	}
	for (const f of e.faults) {
		const p = element("p");
		p.append(element("strong", f.name), " ", element("span", f.class, f.class), ` ${f.doc}`);
		detail.append(p);
	}
	const part = answer.parts.find((p) => p.edit === i);
	const what = element("p");
	if (part.old) what.append(element("code", brief(part.old)));
	if (part.old && part.new) what.append(" becomes ");
	if (part.new) what.append(element("code", brief(part.new)));
	if (!part.old) what.append(" is put in");
	if (!part.new) what.append(" is taken out");
	detail.append(what, element("p", `edit ${i + 1} of ${answer.edits.length} · line ${e.line}, column ${e.column} · bytes ${e.pos} to ${e.end} · at ${e.path || "the root"}`, "meta"));
}

function step(by) {
	const n = Math.min(answer ? answer.edits.length : 0, shown);
	if (n) select((current + by + n) % n, true);
}

// The replay.

let moment = null; // the last one, null before the first
let timer = 0;

// rate returns bytes a second, from 5 to 5000.
const rate = () => Math.round(5 * 1000 ** ($("speed").value / 100));

function showRate() {
	$("rate").textContent = `${rate()} bytes/s`;
}

function rewind() {
	pause();
	moment = null;
	$("progress").value = 0;
	$("arrived").textContent = "";
	$("snapshot").replaceChildren();
}

function pause() {
	clearTimeout(timer);
	timer = 0;
	$("play").textContent = "Play";
}

function play() {
	if (!globalThis.repairjson || !$("text").value) return;
	if (timer) {
		pause();
		return;
	}
	if (!moment || moment.done) {
		rewind();
		repairjson.start(JSON.stringify(request()));
	}
	$("play").textContent = "Pause";
	tick();
}

// tick sends the bytes of its interval, which is no shorter than a frame.
function tick() {
	const interval = Math.max(1000 / rate(), 25);
	const text = $("text").value;
	moment = JSON.parse(repairjson.next(Math.max(1, Math.round(rate() * interval / 1000))));
	$("progress").max = text.length || 1;
	$("progress").value = moment.sent;
	$("arrived").textContent = text.slice(0, moment.sent);
	const rest = element("span", moment.snapshot.slice(moment.settled), "open");
	$("snapshot").replaceChildren(moment.snapshot.slice(0, moment.settled), rest);
	if (moment.error) $("snapshot").append(element("span", (moment.snapshot ? "\n" : "") + moment.error, "bad"));
	for (const id of ["arrived", "snapshot"]) $(id).scrollTop = $(id).scrollHeight;
	if (moment.done) pause();
	else timer = setTimeout(tick, interval);
}

// Links: the request, packed, after the #.

const largest = 4 << 20; // characters that a link may unpack to

async function through(stream, bytes, most) {
	const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
	const chunks = [];
	let size = 0;
	for (;;) {
		const {done, value} = await reader.read();
		if (done) break;
		size += value.length;
		if (size > most) throw new Error("too long");
		chunks.push(value);
	}
	return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

async function pack(r) {
	const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(JSON.stringify(r)), Infinity);
	let s = "";
	for (const b of bytes) s += String.fromCharCode(b);
	return btoa(s).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpack(s) {
	const raw = atob(s.replaceAll("-", "+").replaceAll("_", "/"));
	const bytes = await through(new DecompressionStream("deflate-raw"), Uint8Array.from(raw, (c) => c.charCodeAt(0)), largest);
	return JSON.parse(new TextDecoder().decode(bytes));
}

async function fromLink() {
	const s = location.hash.slice(1);
	if (!s) return false;
	try {
		const r = await unpack(s);
		const text = (v) => typeof v === "string" ? v : "";
		fill({text: text(r.text), schema: text(r.schema), pick: text(r.pick), reject: text(r.reject)});
		return true;
	} catch {
		$("status").textContent = "the link is damaged";
		return false;
	}
}

async function link() {
	history.replaceState(null, "", "#" + await pack(request()));
	await copy(location.href, $("link"));
}

async function copy(text, button) {
	const label = button.dataset.label || (button.dataset.label = button.textContent);
	try {
		await navigator.clipboard.writeText(text);
		button.textContent = "Copied";
	} catch {
		button.textContent = button.id === "link" ? "See the address" : "Not allowed";
	}
	setTimeout(() => button.textContent = label, 1500);
}

// Light and dark.

const themes = ["auto", "dark", "light"];
const system = matchMedia("(prefers-color-scheme: dark)");
let theme = "auto";

function setTheme(name) {
	theme = themes.includes(name) ? name : "auto";
	document.documentElement.dataset.theme = theme === "auto" ? (system.matches ? "dark" : "light") : theme;
	$("theme").textContent = `Theme: ${theme}`;
	try {
		localStorage.setItem("theme", theme);
	} catch {
		// it holds for this visit
	}
}

function storedTheme() {
	try {
		return localStorage.getItem("theme");
	} catch {
		return "auto";
	}
}

// Events.

function keys(e) {
	const mod = e.ctrlKey || e.metaKey;
	if (mod && e.key === "Enter") play();
	else if (e.altKey && !mod && e.key === "ArrowDown") step(1);
	else if (e.altKey && !mod && e.key === "ArrowUp") step(-1);
	else if (e.altKey && !mod && e.code === "KeyL") link();
	else if (e.altKey && !mod && e.code === "KeyC") copy($("json").textContent, $("copy"));
	else if (e.key === "?" && !/^(TEXTAREA|SELECT|INPUT)$/.test(e.target.tagName)) $("help").showModal();
	else return;
	e.preventDefault();
}

let waiting = 0;

function listen() {
	for (const id of ["text", "schema"]) {
		$(id).addEventListener("input", () => {
			clearTimeout(waiting);
			waiting = setTimeout(update, 120);
		});
	}
	for (const id of ["pick", "reject"]) $(id).addEventListener("change", update);
	for (const name of Object.keys(examples)) $("example").append(new Option(name, name));
	$("example").addEventListener("change", (e) => e.target.value && fill(examples[e.target.value]));
	$("play").addEventListener("click", play);
	$("stop").addEventListener("click", rewind);
	$("speed").addEventListener("input", showRate);
	$("link").addEventListener("click", link);
	$("copy").addEventListener("click", () => copy($("json").textContent, $("copy")));
	$("keys").addEventListener("click", () => $("help").showModal());
	$("theme").addEventListener("click", () => setTheme(themes[(themes.indexOf(theme) + 1) % themes.length]));
	system.addEventListener("change", () => setTheme(theme));
	addEventListener("hashchange", fromLink);
	document.addEventListener("keydown", keys);
}

// load starts the repairer. A server may send the packed file as it is, or as
// content that the browser unpacks.
async function load() {
	if (typeof Go === "undefined") throw new Error("the repairer is not built; run: go generate ./playground");
	const response = await fetch("repairjson.wasm.gz");
	if (!response.ok) throw new Error(`the repairer is not there: status ${response.status}`);
	let bytes = new Uint8Array(await response.arrayBuffer());
	if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = await through(new DecompressionStream("gzip"), bytes, Infinity);
	const go = new Go();
	const {instance} = await WebAssembly.instantiate(bytes, go.importObject);
	go.run(instance).then(() => {
		$("status").textContent = "the repairer has stopped; load the page again";
		$("status").className = "bad";
		delete globalThis.repairjson;
	});
}

async function main() {
	setTheme(storedTheme());
	showRate();
	listen();
	try {
		await load();
	} catch (e) {
		$("status").textContent = e.message;
		$("status").className = "bad";
		return;
	}
	$("status").textContent = "ready";
	if (!await fromLink()) fill(examples["a chatty answer"]);
	document.documentElement.dataset.ready = "1";
}

main();
