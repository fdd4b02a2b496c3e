/** Search, filters and order of a ticket list. */

import {
  ActionIcon,
  Button,
  Group,
  Indicator,
  Menu,
  MultiSelect,
  Popover,
  Select,
  SimpleGrid,
  Switch,
  TextInput,
} from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import {
  IconAdjustmentsHorizontal,
  IconArrowsSort,
  IconCheck,
  IconSearch,
} from '@tabler/icons-react';
import { useState } from 'react';
import { techniciansQuery } from '@/api/technicians';
import { CATEGORIES, choices, DUE_STATES, PRIORITIES, STATUSES } from '@/ui/vocabulary';
import { compact, isFiltered, NO_FILTERS, SORTS, type Sort, type TicketFilters } from './filters';
import { ticketQueries } from './queries';

interface Props {
  filters: TicketFilters;
  change: (part: Partial<TicketFilters>) => void;
  staff: boolean;
  /** Beside an open ticket and on a phone there is room for the signs only. */
  compact?: boolean;
}

export function FilterBar({ filters, change, staff, compact: isNarrow = false }: Props) {
  const [typed, setTyped] = useState(filters.q);
  const [shown, setShown] = useState(filters.q);
  if (shown !== filters.q) {
    // The address changed under the field: a search from the header, a view, the back button.
    setShown(filters.q);
    setTyped(filters.q);
  }
  const search = useDebouncedCallback((q: string) => change({ q: q.trim() }), 300);
  const narrowed = Object.keys(compact({ ...filters, q: '', sort: NO_FILTERS.sort })).length;
  const sorts = Object.entries(SORTS)
    // Requesters do not see when something is due.
    .filter(([value]) => staff || value !== 'due')
    .map(([value, label]) => ({ value, label }));
  return (
    <Group gap="xs" wrap={isNarrow ? 'nowrap' : 'wrap'} flex={isNarrow ? 'none' : '0 1 auto'}>
      {!isNarrow && (
        <TextInput
          aria-label="Search tickets"
          placeholder="Search words or a tag"
          type="search"
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
          flex="1 1 200px"
        />
      )}
      <Indicator label={narrowed} size={17} disabled={narrowed === 0}>
        <Popover position="bottom-end" width={340} shadow="md" trapFocus returnFocus>
          <Popover.Target>
            {isNarrow ? (
              <ActionIcon aria-label="Filters">
                <IconAdjustmentsHorizontal size={18} />
              </ActionIcon>
            ) : (
              <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} />}>
                Filters
              </Button>
            )}
          </Popover.Target>
          <Popover.Dropdown>
            <FilterFields filters={filters} change={change} staff={staff} />
            {isNarrow && isFiltered(filters) && (
              <Button mt="sm" fullWidth variant="default" onClick={() => change(NO_FILTERS)}>
                Clear filters
              </Button>
            )}
          </Popover.Dropdown>
        </Popover>
      </Indicator>
      {isNarrow ? (
        <SortMenu sorts={sorts} sort={filters.sort} change={change} />
      ) : (
        <Select
          aria-label="Order"
          w={188}
          allowDeselect={false}
          leftSection={<IconArrowsSort size={16} />}
          data={sorts}
          value={filters.sort}
          onChange={(value) => change({ sort: (value ?? NO_FILTERS.sort) as Sort })}
        />
      )}
      {!isNarrow && isFiltered(filters) && (
        <Button variant="subtle" color="gray" onClick={() => change(NO_FILTERS)}>
          Clear
        </Button>
      )}
    </Group>
  );
}

interface SortProps {
  sorts: { value: string; label: string }[];
  sort: Sort;
  change: Props['change'];
}

function SortMenu({ sorts, sort, change }: SortProps) {
  const current = sorts.find(({ value }) => value === sort)?.label ?? '';
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon aria-label={`Order: ${current}`}>
          <IconArrowsSort size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {sorts.map(({ value, label }) => (
          <Menu.Item
            key={value}
            rightSection={value === sort ? <IconCheck size={15} /> : null}
            onClick={() => change({ sort: value as Sort })}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function FilterFields({ filters, change, staff }: Props) {
  const tags = useQuery(ticketQueries.tags());
  const inside = { comboboxProps: { withinPortal: false } };
  return (
    <SimpleGrid cols={1} spacing="sm">
      <MultiSelect
        {...inside}
        label="Status"
        data={choices(STATUSES)}
        value={filters.status}
        onChange={(value) => change({ status: value as TicketFilters['status'] })}
        clearable
      />
      <MultiSelect
        {...inside}
        label="Priority"
        data={choices(PRIORITIES)}
        value={filters.priority}
        onChange={(value) => change({ priority: value as TicketFilters['priority'] })}
        clearable
      />
      <MultiSelect
        {...inside}
        label="Category"
        data={choices(CATEGORIES)}
        value={filters.category}
        onChange={(value) => change({ category: value as TicketFilters['category'] })}
        clearable
      />
      <Select
        {...inside}
        label="Tag"
        data={tags.data ?? []}
        value={filters.tag}
        onChange={(tag) => change({ tag })}
        clearable
        searchable
      />
      {staff && (
        <MultiSelect
          {...inside}
          label="Due"
          data={choices(DUE_STATES)}
          value={filters.due}
          onChange={(value) => change({ due: value as TicketFilters['due'] })}
          clearable
        />
      )}
      {staff && <AssigneeFilter filters={filters} change={change} />}
      <Switch
        label="Look in the archive"
        checked={filters.archived}
        onChange={({ currentTarget }) => change({ archived: currentTarget.checked })}
      />
    </SimpleGrid>
  );
}

function AssigneeFilter({ filters, change }: Omit<Props, 'staff'>) {
  const technicians = useQuery(techniciansQuery);
  return (
    <Select
      label="Assigned to"
      comboboxProps={{ withinPortal: false }}
      data={[
        { value: 'me', label: 'Me' },
        { value: 'none', label: 'Nobody' },
        ...(technicians.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={filters.assignee}
      onChange={(assignee) => change({ assignee })}
      clearable
      searchable
    />
  );
}
