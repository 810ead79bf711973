// Parses GIFT with gift-pegjs: a JSON string a line in, a JSON object a line out.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { parse } = createRequire(import.meta.url)(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { questions: parse(JSON.parse(line)) };
  } catch (error) {
    answer = { error: `${error.message} at ${JSON.stringify(error.location?.start)}` };
  }
  console.log(JSON.stringify(answer));
}
