// Answers lines of JSON with what the npm package jsonrepair makes of a text;
// with "ms" it calls it for so long and says what a call takes. The argument is
// the folder of node_modules.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
const { jsonrepair } = createRequire(join(folder, 'x.js'))('jsonrepair')
const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/jsonrepair/package.json')))

function call(text) {
  try {
    return { output: jsonrepair(text) }
  } catch (e) {
    return { output: null, error: e.message }
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { text, ms } = JSON.parse(line)
  const start = process.hrtime.bigint()
  let answer = call(text)
  let calls = 1
  const took = () => Number(process.hrtime.bigint() - start) / 1e9
  while (took() < ms / 1000) {
    answer = call(text)
    calls++
  }
  const seconds = took() / calls
  console.log(JSON.stringify({ version, seconds, ...(ms ? {} : answer) }))
}
