// Figures as a table: ours, and beside them a limit or a peer of the same run.

export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? NaN };
}

const WIDTHS = [78, 9, 9, 9] as const;

function row(name: string, cells: readonly string[], note: string): void {
  const [first, ...rest] = WIDTHS;
  const line = cells.map((cell, at) => cell.padStart(rest[at]!)).join("");
  console.log(`  ${name.padEnd(first)}${line}   ${note}`.trimEnd());
}

export function title(text: string): void {
  console.log(`\n${text}`);
}

export function spreadHead(unit: string): void {
  row(unit, ["p50", "p95", "max"], "");
}

export function spreadRow(name: string, { count, p50, p95, max }: Spread): void {
  row(
    name,
    [p50, p95, max].map((value) => value.toFixed(1)),
    `(${count} samples)`,
  );
}

export function figureRow(name: string, figure: string, beside: string): void {
  row(name, [figure], beside);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
