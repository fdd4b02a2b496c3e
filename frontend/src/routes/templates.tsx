/** Staff's page of reply templates and macros: shared ones and one's own. */

import { Tabs } from '@mantine/core';
import { MacroList } from '@/features/templates/macro-list';
import { TemplateList } from '@/features/templates/template-list';
import { Page } from '@/ui/page';

export function TemplatesPage() {
  return (
    <Page
      title="Templates"
      about="Answers that fill themselves in, and macros that do several things with one click. Administrators share theirs with everybody or a team."
      width={960}
    >
      <Tabs defaultValue="templates" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="templates">Reply templates</Tabs.Tab>
          <Tabs.Tab value="macros">Macros</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="templates">
          <TemplateList />
        </Tabs.Panel>
        <Tabs.Panel value="macros">
          <MacroList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
