// Text for people. Colours only on a terminal.
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : `${text}`);

export const bold = paint('1');
export const dim = paint('2');
export const green = paint('32');
export const red = paint('31');
export const yellow = paint('33');

/** `value` base units with `decimals` decimals, every digit, thousands set apart. */
export function amount(value, decimals) {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = decimals ? `.${digits.slice(-decimals)}` : '';
  return `${negative ? '-' : ''}${whole}${rest}`;
}

/** As `amount`, with a sign; nothing moved is a dash. */
export const change = (value, decimals) =>
  value === 0n ? '-' : `${value > 0n ? '+' : ''}${amount(value, decimals)}`;

/** Rows of cells as lines; the first column to the left, the others to the right. A row `null` is
 * a rule. */
export function columns(rows) {
  const widths = [];
  for (const row of rows.filter(Boolean)) {
    row.forEach((cell, at) => { widths[at] = Math.max(widths[at] ?? 0, cell.length); });
  }
  return rows.map((row) =>
    row
      ? row.map((cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join('  ')
      : '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2)));
}

/** Prints one line a step, with the block and the time since the start. */
export class Steps {
  constructor(started = Date.now()) {
    this.started = started;
  }

  elapsed() {
    return (Date.now() - this.started) / 1000;
  }

  line(block, text) {
    const time = `${this.elapsed().toFixed(1)} s`.padStart(8);
    const at = block === null || block === undefined ? '' : `#${block}`;
    console.log(`${dim(time)}  ${bold(at.padStart(6))}  ${text}`);
  }
}
