import { SegmentedControl, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSearchText } from './search-text.ts';
import './list/toolbar.css';

export interface Tab {
  id: string;
  label: string;
  count?: number;
  body: ReactNode;
}

/** Tabs of a page; the open one stands in the address as `?tab=`. @example <PageTabs label="Client" tabs={[…]} /> */
export const PageTabs = ({ label, tabs, name = 'tab' }: { label: string; tabs: readonly Tab[]; name?: string }) => {
  const { read, write } = useSearchText();
  const first = tabs[0]?.id ?? '';
  const open = tabs.some((t) => t.id === read(name)) ? read(name) : first;
  return (
    <Tabs
      value={open}
      onChange={(to) => write({ [name]: to === first ? undefined : (to ?? undefined) })}
      keepMounted={false}
    >
      <Tabs.List aria-label={label}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id}>
            {tab.label}
            {tab.count !== undefined && <span className="tab-count tabular"> {tab.count}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.id} value={tab.id} pt={20}>
          {tab.body}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
};

interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
}

/** A choice of two to five words, all seen at once. @example <Segments label="Show" value={v} onChange={set} options={…} /> */
export const Segments = <Value extends string>({ label, value, onChange, options }: SegmentsProps<Value>) => (
  <SegmentedControl aria-label={label} value={value} onChange={(to) => onChange(to as Value)} data={[...options]} />
);
