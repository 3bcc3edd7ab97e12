"""Answers lines of JSON with what json_repair makes of a text. With "ms" it
calls it for so long and says what a call takes; with "every" it calls it on the
beginnings of the text, each so many characters longer than the one before."""

import json
import sys
import time
from importlib.metadata import version

import json_repair

VERSION = version("json_repair")


def call(text, **options):
    try:
        out = json_repair.repair_json(text, ensure_ascii=False, **options)
    except Exception as e:  # it took no output to be an answer
        return {"output": None, "error": type(e).__name__}
    if out == "":
        return {"output": None, "error": "an empty string"}
    return {"output": out}


def answer(text, ms=0, every=0):
    start = time.perf_counter()
    if every:
        ends = range(every, len(text) + 1, every)
        failed = sum(call(text[:end], stream_stable=True)["output"] is None for end in ends)
        return {"calls": len(ends), "failed": failed, "seconds": time.perf_counter() - start}
    if ms:
        calls = 0
        while not calls or time.perf_counter() - start < ms / 1000:
            call(text)
            calls += 1
        return {"calls": calls, "seconds": (time.perf_counter() - start) / calls}
    return call(text)


for line in sys.stdin:
    print(json.dumps({"version": VERSION, **answer(**json.loads(line))}), flush=True)
