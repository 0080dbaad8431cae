// Reads [{ path, text }] from its input and prints, for each, the ids of the rules that object.
import { json } from "node:stream/consumers";
import { ESLint } from "eslint";

const eslint = new ESLint();
const files = await json(process.stdin);
const rules = await Promise.all(
  files.map(async ({ path, text }) => {
    const [result] = await eslint.lintText(text, { filePath: path });
    return [...new Set(result.messages.map(({ ruleId, message }) => ruleId ?? message))];
  }),
);
console.log(JSON.stringify(rules));
