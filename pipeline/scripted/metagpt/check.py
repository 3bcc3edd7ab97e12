#!/usr/bin/env python3
"""Puts the scripted answers through MetaGPT's own repair functions.

    python3 -m venv v && v/bin/pip install --no-deps metagpt==0.8.1
    v/bin/pip install tenacity pydantic loguru regex
    v/bin/python check.py [REPAIRPROXY]

The code that runs is MetaGPT's: ActionNode's model of a node, and
llm_output_postprocess with repair_llm_output switched on, which is what
ActionNode.fill calls with an answer. What they import besides (servers,
browsers, databases) is replaced by stubs, and the pauses between MetaGPT's
attempts are left out.

With the program repairproxy, MetaGPT's own prompts go through it to a server
that gives the scripted answers, as a MetaGPT whose base_url is the gateway
would have them; what comes back goes through the same functions.

An answer fails if MetaGPT's functions raise an error, or give an object that
its own model of the node does not accept. Printed are the answers to the three
documents, and the habits that they show, each with what MetaGPT says. A habit
fails if all answers that show it do.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
import types
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import MagicMock

REAL = {"metagpt", "regex", "pydantic", "pydantic_core", "tenacity", "loguru", "typing_extensions", "annotated_types", "typing_inspection"}
ABSENT = {"tornado", "trio", "sniffio"}  # tenacity works otherwise with them
STUBS = {"metagpt.config2", "metagpt.logs", "metagpt.llm", "metagpt.utils.human_interaction", "metagpt.utils"}


class Stub(types.ModuleType):
    """A module that has whatever is asked of it."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = type(name, (), {}) if name[0].isupper() else MagicMock(name=name)
        setattr(self, name, value)
        return value


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        top = name.split(".")[0]
        if name not in STUBS and (top in ABSENT or top in REAL or top in sys.stdlib_module_names):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return Stub(spec.name)

    def exec_module(self, module):
        pass


def package(name, folder):
    """A package without what its __init__ imports."""
    module = types.ModuleType(name)
    module.__path__ = [folder]
    sys.modules[name] = module


def load_metagpt():
    sys.meta_path.insert(0, Finder())
    root = importlib.util.find_spec("metagpt").submodule_search_locations[0]
    package("metagpt.utils", os.path.join(root, "utils"))
    package("metagpt.actions", os.path.join(root, "actions"))
    import metagpt.config2

    metagpt.config2.config = MagicMock(repair_llm_output=True)
    import tenacity.nap

    tenacity.nap.time = MagicMock()
    from metagpt.actions.action_node import ActionNode
    from metagpt.actions.design_api_an import DESIGN_API_NODE
    from metagpt.actions.project_management_an import PM_NODE
    from metagpt.actions.write_prd_an import WRITE_PRD_NODE
    from metagpt.provider.postprocess.llm_output_postprocess import llm_output_postprocess

    nodes = {"WritePRD": WRITE_PRD_NODE, "WriteDesign": DESIGN_API_NODE, "WriteTasks": PM_NODE}

    def read(step, answer):
        node = nodes[step]
        mapping = node.get_mapping("children")
        model = ActionNode.create_model_class(f"{node.key}_AN", mapping)
        parsed = llm_output_postprocess(output=answer, schema=model.model_json_schema(), req_key="[/CONTENT]")
        model(**parsed)

    def prompt(step):
        return nodes[step].compile(context="write a snake game", schema="json", mode="children")

    # A control: what is as asked for passes, and what lacks a field does not.
    for step, node in nodes.items():
        good = {k: c.example if c.example != "" else "x" for k, c in node.children.items()}
        read(step, "[CONTENT]\n" + json.dumps(good, indent=4) + "\n[/CONTENT]")
        good.popitem()
        try:
            read(step, "[CONTENT]\n" + json.dumps(good, indent=4) + "\n[/CONTENT]")
        except ValueError:
            continue
        sys.exit(f"the control fails: {step} without a field passes")
    return read, prompt


def scripts():
    """Yields model, step, habits and text of the answers to the documents."""
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scripts")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            parts = re.split(r"(?m)^-- (.+) --\n", f.read())
        observed = dict(re.findall(r"(?m)^observed: (\S+) ?(.*)$", parts[0]))
        for step, text in zip(parts[1::2], parts[2::2]):
            if step.split("/")[0] in ("WritePRD", "WriteDesign", "WriteTasks"):
                yield name[: -len(".txtar")], step, observed.get(step, "").split(), text.removesuffix("\n")


class Upstream(BaseHTTPRequestHandler):
    """A server of OpenAI's format whose model says what it is named."""

    answers = {}

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        message = {"role": "assistant", "content": self.answers[request["model"]]}
        body = json.dumps({"id": "x", "object": "chat.completion", "created": 1, "model": request["model"],
                           "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def gateway(program):
    """Starts the gateway before the upstream; returns how to ask, and its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    process = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--upstream", f"http://127.0.0.1:{server.server_port}"],
                               stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if url := json.loads(line).get("repair_url"):
            break
    threading.Thread(target=process.stderr.read, daemon=True).start()

    def ask(model, prompt):
        body = json.dumps({"model": model, "messages": [{"role": "user", "content": prompt}]}).encode()
        request = urllib.request.Request(url + "/v1/chat/completions", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as response:
            return json.load(response)["choices"][0]["message"]["content"]

    return ask, process.terminate


def main():
    read, prompt = load_metagpt()
    ask = stop = None
    if len(sys.argv) > 1:
        ask, stop = gateway(sys.argv[1])
    answers = failed = 0
    habits = {}
    for model, step, numbers, text in scripts():
        kind = step.split("/")[0]
        if ask:
            Upstream.answers[f"{model}/{step}"] = text
            text = ask(f"{model}/{step}", prompt(kind))
        try:
            read(kind, text)
            verdict = ""
        except Exception as e:  # whatever it is, ActionNode asks anew
            cause = e.last_attempt.exception() if hasattr(e, "last_attempt") else e
            verdict = f"{type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"
            if "validation error" in verdict:
                verdict += " " + str(cause).splitlines()[-2].strip()[:90]
        answers += 1
        failed += verdict != ""
        for n in numbers:
            habits.setdefault(n, []).append(verdict)
        print(f"{'FAIL' if verdict else 'ok':4} {model:11} {step:13} {' '.join(numbers):18} {verdict[:150]}")
    if stop:
        stop()
    lost = sorted((n for n, v in habits.items() if all(v)), key=int)
    print(f"\nanswers: {failed} of {answers} fail ({100 * failed / answers:.0f} %)")
    print(f"habits: {len(lost)} of {len(habits)} fail ({100 * len(lost) / len(habits):.0f} %): {' '.join(lost)}")
    print("habits that pass:", " ".join(sorted(set(habits) - set(lost), key=int)))


if __name__ == "__main__":
    main()
