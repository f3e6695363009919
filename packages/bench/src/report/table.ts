/** A column: its heading, and on which side its text stands. */
export interface Column {
  readonly heading: string;
  readonly side: 'left' | 'right';
}

/** Lays out a table for a terminal. A row without cells is a line. */
export function layOut(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ side }, index) => {
        const [text, width] = [cells[index] ?? '', widths[index] ?? 0];
        return side === 'left' ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  const heading = line(columns.map(({ heading }) => heading));
  return [heading, rule, ...rows.map((row) => (row.length === 0 ? rule : line(row)))].join('\n');
}
