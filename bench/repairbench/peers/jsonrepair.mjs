// Runs jsonrepair of npm: node jsonrepair.mjs < input.jsonl > output.jsonl
import { createInterface } from 'node:readline'
import { jsonrepair } from 'jsonrepair'

for await (const line of createInterface({ input: process.stdin })) {
  const { id, input } = JSON.parse(line)
  let output = null
  try {
    output = jsonrepair(input)
  } catch {
    // refused
  }
  console.log(JSON.stringify({ id, output }))
}
