#!/usr/bin/env bash
# Checks the proxy with curl and with OpenAI's Python client, which it installs
# into a temporary environment. It needs curl and python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tmp=$(mktemp -d)
trap 'kill "${proxy:-}" 2>/dev/null || true; rm -rf "$tmp"' EXIT

go build -o "$tmp/repairproxy" ./cmd/repairproxy
"$tmp/repairproxy" --replay --listen 127.0.0.1:0 2>"$tmp/log" &
proxy=$!
for _ in $(seq 50); do
	url=$(sed -n 's/.*"repair_url":"\([^"]*\)".*/\1/p' "$tmp/log")
	[[ -z $url ]] || break
	sleep 0.1
done

echo "$(curl --version | head -n 1)"
body='{"model":"quote","messages":[{"role":"user","content":"who are you"}],"response_format":{"type":"json_object"}'
got=$(curl -sSf "$url/v1/chat/completions" -H 'Content-Type: application/json' -d "$body}")
[[ $got == *'"content":"{\"a\":\"b\"}"'* ]] || { echo "curl: $got"; exit 1; }
echo 'curl, an answer: ok'
got=$(curl -sSNf "$url/v1/chat/completions" -H 'Content-Type: application/json' -d "$body,\"stream\":true}")
text=$(sed -n 's/^data: {.*"delta":{"content":"\([^,]*\)"},"finish_reason".*/\1/p' <<<"$got" | tr -d '\n')
[[ $text == '{\"a\":\"b\"}' && $got == *'data: [DONE]' ]] || { echo "curl: $got"; exit 1; }
echo 'curl, a stream: ok'
got=$(curl -sSNf "$url/api/chat" -d '{"model":"quote","format":"json","messages":[{"role":"user","content":"who are you"}]}')
[[ $got == *'"done":true'* ]] || { echo "curl: $got"; exit 1; }
echo 'curl, a stream of ollama: ok'

python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" -q --disable-pip-version-check install openai
"$tmp/venv/bin/python" inference/clients/check.py "$url"
