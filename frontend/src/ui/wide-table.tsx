/** A table that scrolls sideways by itself where it is wider than the page, by keyboard too. */

import { Table, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  minWidth: number;
  children: ReactNode;
}

export function WideTable({ label, minWidth, children }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <Table verticalSpacing="sm" aria-label={label}>
        {children}
      </Table>
    </Table.ScrollContainer>
  );
}

export function ActionsHeader() {
  return (
    <Table.Th>
      <VisuallyHidden>Actions</VisuallyHidden>
    </Table.Th>
  );
}
