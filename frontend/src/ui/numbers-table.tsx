/** The numbers of a chart as a table, for whoever does not see the chart. */

import { Table, VisuallyHidden } from '@mantine/core';

interface Props {
  caption: string;
  /** The first cell of a row names it. */
  rows: string[][];
}

export function NumbersTable({ caption, rows }: Props) {
  return (
    <VisuallyHidden>
      <Table>
        <caption>{caption}</caption>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells[0]}>
              {cells.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </VisuallyHidden>
  );
}
