// Reads pages as JSON from the standard input, a name to a text, and says what in them the HTML standard does not allow.
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { text } from "node:stream/consumers";

const loader = new StaticConfigLoader({
  root: true,
  extends: ["html-validate:standard"],
  rules: JSON.parse(process.argv[2]),
});
const validator = new HtmlValidate(loader);
const found = {};
for (const [name, page] of Object.entries(JSON.parse(await text(process.stdin)))) {
  const report = await validator.validateString(page, name);
  const messages = report.results.flatMap((result) => result.messages);
  found[name] = messages.map((one) => `${one.line}: ${one.ruleId}: ${one.message} (${one.selector})`);
}
process.stdout.write(JSON.stringify(found));
