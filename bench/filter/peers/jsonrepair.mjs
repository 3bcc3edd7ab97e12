// Repairs each line of standard input with the npm package jsonrepair, whose
// module the variable MODULE names.
import { createInterface } from "node:readline";
import { stdin, stdout, env } from "node:process";

const { jsonrepair } = await import(env.MODULE);
let out = [];
for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) {
  let text;
  try {
    text = jsonrepair(line);
  } catch {
    text = line;
  }
  out.push(text.replace(/[\r\n]/g, " "), "\n");
  if (out.length > 2000) {
    stdout.write(out.join(""));
    out = [];
  }
}
stdout.write(out.join(""));
