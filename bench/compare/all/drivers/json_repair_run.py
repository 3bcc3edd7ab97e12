"""Answers lines of JSON with what json_repair makes of a text; with "ms" it
calls it for so long and says what a call takes."""

import json
import sys
import time
from importlib.metadata import version

import json_repair

VERSION = version("json_repair")


def call(text):
    try:
        out = json_repair.repair_json(text, ensure_ascii=False)
    except Exception as e:  # it took no output to be an answer
        return {"output": None, "error": type(e).__name__}
    if out == "":
        return {"output": None, "error": "an empty string"}
    return {"output": out}


for line in sys.stdin:
    request = json.loads(line)
    start = time.perf_counter()
    answer = call(request["text"])
    calls = 1
    while time.perf_counter() - start < request["ms"] / 1000:
        call(request["text"])
        calls += 1
    seconds = (time.perf_counter() - start) / calls
    reply = {"version": VERSION, "seconds": seconds}
    if not request["ms"]:
        reply.update(answer)
    print(json.dumps(reply), flush=True)
