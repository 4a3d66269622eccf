// A reporter for node's test runner: at the end, the name and message of each test that failed, in
// few lines, so that they are what the end of a log shows.
import { relative } from 'node:path';

const LINES = 12;

const short = (lines) =>
  lines.filter((line) => line.trim() && !/node:internal|node:async_hooks/.test(line)).slice(0, LINES);

/** What went wrong, without the runner's own wrapping. */
function message(error) {
  const { cause = error } = error ?? {};
  const text = cause?.stack?.includes(cause.message) ? cause.stack : `${cause?.message ?? cause}`;
  return short(text.split('\n'));
}

export default async function* failures(source) {
  const failed = [];
  const said = new Map();
  for await (const { type, data } of source) {
    if (type === 'test:stderr') said.set(data.file, [...(said.get(data.file) ?? []), ...data.message.split('\n')]);
    if (type === 'test:fail' && !data.todo) failed.push(data);
  }
  let last;
  for (const { name, file, details } of failed) {
    const whole = name === file;
    // A file fails with its tests, which say more, or because it does not run at all.
    if (whole && failed.some((other) => other.file === file && other.name !== file)) continue;
    const lines = whole ? short(said.get(file) ?? message(details.error)) : message(details.error);
    const text = lines.map((line) => `    ${line.trimEnd()}`).join('\n');
    const where = file && !whole ? ` (${relative(process.cwd(), file)})` : '';
    const title = `FAILED: ${whole ? relative(process.cwd(), file) : name}${where}`;
    yield text === last ? `${title}: as above\n` : `\n${title}\n${text}\n`;
    last = text;
  }
}
