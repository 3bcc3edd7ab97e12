"""Asks a proxy before replay servers with OpenAI's Python client."""

import json
import sys

import openai

WANT = {
    "valid": {"city": "Oslo", "degrees": 21},
    "quote": {"a": "b"},
    "bracket": {"a": "b"},
    "unclosed": {"a": "b"},
    "fence": {"project name": "game_2048", "Task list": ["a.py", "b.py"]},
    "python": {"ok": True, "none": None, "list": [1, 2]},
    "reasoning": {"a": 1},
    "draft": {"a": 1},
    "truncated": {"story": "once upon a time, the"},
}
TOOLS = [{
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "the weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}]

client = openai.OpenAI(base_url=sys.argv[1] + "/v1", api_key="x", max_retries=0)
message = [{"role": "user", "content": "who are you"}]
checks = 0

for server in ("vllm", "fastchat", "llama-factory", "ollama"):
    for name, want in WANT.items():
        ask = dict(model=f"{server}/{name}", messages=message, response_format={"type": "json_object"})
        whole = client.chat.completions.create(**ask).choices[0].message.content
        assert json.loads(whole) == want, (server, name, whole)
        parts = client.chat.completions.create(**ask, stream=True)
        text = "".join(p.choices[0].delta.content or "" for p in parts if p.choices)
        assert json.loads(text) == want, (server, name, text)
        checks += 2
    if server == "fastchat":
        continue
    call = "tool" if server == "ollama" else "badtool"
    ask = dict(model=f"{server}/{call}", messages=message, tools=TOOLS)
    whole = client.chat.completions.create(**ask).choices[0].message.tool_calls[0].function.arguments
    assert set(json.loads(whole)) == {"city"}, whole
    text = ""
    for part in client.chat.completions.create(**ask, stream=True):
        for c in part.choices[0].delta.tool_calls or []:
            text += c.function.arguments or ""
    assert set(json.loads(text)) == {"city"}, text
    checks += 2

for stream in (False, True):
    try:
        answer = client.chat.completions.create(model="fastchat/error", messages=message, stream=stream,
                                                response_format={"type": "json_object"})
        for _ in answer if stream else ():
            pass
    except openai.APIError as e:
        assert "CUDA out of memory" in str(e), e
        checks += 1
    else:
        raise AssertionError("the error of the server was lost")

print(f"openai {openai.__version__} for Python: {checks} checks ok")
