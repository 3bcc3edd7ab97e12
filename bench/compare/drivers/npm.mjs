// Answers lines of JSON with what a package of npm makes of a text: jsonrepair,
// or partial-json, which parses the beginning of an answer. With "ms" it calls
// it for so long and says what a call takes; with "every" it calls it on the
// beginnings of the text, each so many characters longer than the one before.
// The arguments are the folder of node_modules and the name of the package.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder, name] = process.argv.slice(2)
const library = createRequire(join(folder, 'x.js'))(name)
const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json')))
const mend = name === 'jsonrepair' ? library.jsonrepair : (text) => JSON.stringify(library.parse(text))

function call(text) {
  try {
    return { output: mend(text) }
  } catch (e) {
    return { output: null, error: e.message }
  }
}

function answer({ text, ms, every }) {
  const start = process.hrtime.bigint()
  const took = () => Number(process.hrtime.bigint() - start) / 1e9
  let calls = 0
  if (every) {
    let failed = 0
    for (let end = every; end <= text.length; end += every, calls++) {
      if (call(text.slice(0, end)).output === null) failed++
    }
    return { version, calls, failed, seconds: took() }
  }
  if (ms) {
    do {
      call(text)
      calls++
    } while (took() < ms / 1000)
    return { version, calls, seconds: took() / calls }
  }
  return { version, ...call(text) }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(JSON.stringify(answer(JSON.parse(line))))
}
