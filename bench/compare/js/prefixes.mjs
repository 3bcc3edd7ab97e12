// Parses the prefixes of the text on stdin, one every so many bytes, with the
// named library, and prints what it took as JSON.
//
//   node prefixes.mjs partial-json 4 <text
import { readFileSync } from 'node:fs'
import { jsonrepair } from 'jsonrepair'
import { parse } from 'partial-json'

const [name, step] = [process.argv[2], Number(process.argv[3])]
const call = { 'partial-json': parse, jsonrepair }[name]
const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`))
const text = readFileSync(0, 'latin1') // a byte is a character: the text is ASCII
let calls = 0
let failed = 0
const start = process.hrtime.bigint()
for (let i = step; i <= text.length; i += step, calls++) {
  try {
    call(text.slice(0, i))
  } catch {
    failed++
  }
}
const seconds = Number(process.hrtime.bigint() - start) / 1e9
console.log(JSON.stringify({ version, calls, failed, seconds }))
