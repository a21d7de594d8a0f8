import { describe, expect, test } from 'vitest';
import { sidePanelText, viewStateOf } from './view-address.ts';

const state = (text: string) => viewStateOf(new URLSearchParams(text));

describe('[10-025] the address of a workflow', () => {
  test('keeps tab, node, panel and uid', () => {
    expect(state('tab=timeline&nodeId=n-1&nodePanelView=containers&uid=u&sidePanel=logs:n-1:main')).toEqual({
      tab: 'timeline',
      nodeId: 'n-1',
      inspector: 'containers',
      uid: 'u',
      side: { kind: 'logs', nodeId: 'n-1', container: 'main' },
    });
  });

  test('shows the graph and the summary where it says nothing, or nonsense', () => {
    expect(state('tab=x&nodePanelView=y')).toMatchObject({ tab: 'workflow', inspector: 'summary' });
  });

  test.each(['logs', 'logs:n', 'logs:n:main', 'events:n', 'yaml:n', 'retry', 'share'])('reads and writes the panel %s', (text) => {
    expect(sidePanelText(state(`sidePanel=${text}`).side ?? { kind: '' })).toBe(text);
  });
});
