"""Repairs each line of standard input with json_repair."""
import sys

from json_repair import repair_json

out = sys.stdout
for line in sys.stdin:
    out.write(repair_json(line, ensure_ascii=False))
    out.write("\n")
