// Reads cards as the Hub's own JavaScript does: huggingface_hub's two front-matter patterns and js-yaml's `load`.
// stdin: JSON {"yaml": [text...], "heads": [text...]}; stdout: JSON with an answer for each. Argument: the node_modules folder.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { load } = createRequire(process.argv[2] + "/")("js-yaml");
const NEW = /^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))/;
const OLD = /^(\s*---[\r\n]+)([\S\s]*?)([\r\n]+---(\r\n|\n|$))/;

// JSON has no dates, no infinities and no bytes; each gets a list that no card would write.
function plain(value, above = []) {
  if (value === undefined) return null;
  if (value instanceof Date) return ["$date"];
  if (value instanceof Uint8Array) return ["$bytes"];
  if (typeof value === "number") return Number.isFinite(value) ? value : ["$number", String(value).toLowerCase()];
  if (value === null || typeof value !== "object") return value;
  if (above.includes(value)) throw new Error("a value that holds itself");
  const inside = [...above, value];
  if (Array.isArray(value)) return value.map((item) => plain(item, inside));
  return { "$map": Object.keys(value).map((key) => [key, plain(value[key], inside)]) };
}

function read(text) {
  try {
    return { value: plain(load(text)) };
  } catch (error) {
    return { error: String(error.message).split("\n")[0] };
  }
}

function head(pattern, text) {
  const match = pattern.exec(text);
  return match && { yaml: match[2], body: text.slice(match[0].length) };
}

const { yaml, heads } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(
  JSON.stringify({ yaml: yaml.map(read), heads: heads.map((text) => ({ new: head(NEW, text), old: head(OLD, text) })) }),
);
