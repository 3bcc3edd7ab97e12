"""Runs json_repair of PyPI: python3 json_repair_run.py < input.jsonl > output.jsonl"""

import json
import sys

import json_repair

for line in sys.stdin:
    case = json.loads(line)
    try:
        output = json_repair.repair_json(case["input"], ensure_ascii=False)
    except Exception:
        output = None
    if output == "":
        output = None
    print(json.dumps({"id": case["id"], "output": output}, ensure_ascii=False))
