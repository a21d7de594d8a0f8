import type { ReactNode } from 'react';

const PATHS = {
  workflows: 'M2.5 4.5h3v3h-3zM10.5 2.5h3v3h-3zM10.5 10.5h3v3h-3zM5.5 6h2.5m0-2v8M8 4h2.5M8 12h2.5',
  cron: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3l2 1.5',
  template: 'M3.5 2.5h6l3 3v8h-9zM9.5 2.5v3h3M5.5 8.5h5M5.5 11h3',
  cluster: 'M8 2l5 3-5 3-5-3zM3 8l5 3 5-3M3 11l5 3 5-3',
  approval:
    'M4.5 7V4a1 1 0 0 1 2 0v3m0-4a1 1 0 0 1 2 0v4m0-3.5a1 1 0 0 1 2 0V8m0-2a1 1 0 0 1 2 0v3.5a4.5 4.5 0 0 1-8 2.5L2.5 9.5a1 1 0 0 1 2-1',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  flow: 'M2.5 8h3m5 0h3M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  source: 'M9 2L4 9h4l-1 5 5-7H8z',
  sensor: 'M8 7a1 1 0 1 0 0 2 1 1 0 0 0 0-2zM5 11a4.2 4.2 0 0 1 0-6m6 0a4.2 4.2 0 0 1 0 6M3 13A7 7 0 0 1 3 3m10 0a7 7 0 0 1 0 10',
  binding: 'M6.5 9.5l3-3M7 4.5l1-1a3 3 0 0 1 4.5 4.5l-1 1M9 11.5l-1 1A3 3 0 0 1 3.5 8l1-1',
  report: 'M3 13.5v-5M6.5 13.5v-9M10 13.5V7M13.5 13.5v-11',
  compare: 'M5 2.5v11M11 2.5v11M2.5 5.5L5 2.5l2.5 3M8.5 10.5l2.5 3 2.5-3',
  user: 'M8 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3 13.5c0-2.5 2.2-4 5-4s5 1.5 5 4',
  api: 'M5 4L2 8l3 4m6-8l3 4-3 4M9.5 3l-3 10',
  plugin: 'M6 2.5v3M10 2.5v3M4 5.5h8V8a4 4 0 0 1-8 0zM8 12v2',
  help: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM6.300 6.300a1.700 1.700 0 1 1 2.400 1.700c-.5.2-.7.5-.7 1.2m0 2h.01',
  search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zm3 7l3.5 3.5',
  close: 'M4 4l8 8m0-8l-8 8',
  right: 'M6 3.5L10.5 8 6 12.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  up: 'M3.5 10L8 5.5l4.5 4.5',
  left: 'M10 3.5L5.5 8 10 12.5',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  play: 'M5 3l8 5-8 5z',
  pause: 'M5.5 3.5v9m5-9v9',
  stop: 'M4 4h8v8H4z',
  terminate: 'M5.300 2.5h5.400l2.800 2.800v5.400l-2.800 2.800H5.300l-2.800-2.800V5.300zM6 6l4 4m0-4l-4 4',
  retry: 'M12.5 8A4.5 4.5 0 1 1 11 4.700M12.5 2.5v3h-3',
  resubmit: 'M2.5 8.5a5.5 4 0 0 1 11 0M11.5 6.5l2 2 2-2M8 10.5v3m-1.5-1.5h3',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  external: 'M9.5 2.5h4v4m0-4L8 8M11.5 9v4.5h-9v-9H7',
  download: 'M8 2.5V10m0 0L5 7m3 3l3-3M2.5 13.5h11',
  upload: 'M8 10V2.5m0 0L5 5.5m3-3l3 3M2.5 13.5h11',
  logs: 'M3 4h10M3 7h7M3 10h10M3 13h5',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.5 5.5v-3h3m5 0h3v3m0 5v3h-3m-5 0h-3v-3',
  sun: 'M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.5v1.5M8 13v1.5M1.5 8H3m10 0h1.5M3.400 3.400l1 1m7.2 7.2l1 1m0-9.2l-1 1m-7.2 7.2l-1 1',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  contrast: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  globe: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM2.5 8h11M8 2.5c2 2 2 9 0 11m0-11c-2 2-2 9 0 11',
  check: 'M3 8.5l3 3 7-7.5',
  filter: 'M2.5 3.5h11l-4 5v4l-3-1.5V8.5z',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  link: 'M6.5 9.5l3-3M7 4.5l1-1a3 3 0 0 1 4.5 4.5l-1 1M9 11.5l-1 1A3 3 0 0 1 3.5 8l1-1',
  edit: 'M10.5 3l2.5 2.5-7.5 7.5H3v-2.5z',
  unfold: 'M8 2v4.5m0-4.5L5.5 4.5M8 2l2.5 2.5M8 14V9.5m0 4.5l-2.5-2.5M8 14l2.5-2.5',
  fold: 'M8 6.5V2m0 4.5L5.5 4M8 6.5L10.5 4M8 9.5V14m0-4.5L5.5 12M8 9.5l2.5 2.5',
  path: 'M3 12.5c4 0 1-9 5-9s1 9 5 9',
  layers: 'M8 2.5l5.5 3L8 8.5l-5.5-3zM2.5 9L8 12l5.5-3',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.5m0 1.5h.01',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3l2 1.5',
  wrap: 'M2.5 4.5h11M2.5 8H11a2 2 0 0 1 0 4H8m0 0l1.5-1.5M8 12l1.5 1.5M2.5 12H5',
  star: 'M8 2.5l1.700 3.600 3.800.5-2.800 2.700.7 3.900L8 11.300l-3.400 1.900.7-3.900L2.5 6.600l3.800-.5z',
  dock: 'M2.5 3h11v10h-11zM2.5 9.5h11',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon in the colour of the text; it never carries meaning alone, so it is hidden from assistive technology. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  const stroke = name === 'more' ? 2.2 : 1.5;
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 16 16" fill="none" style={{ flex: 'none' }}>
      <path d={PATHS[name]} stroke="currentColor" strokeWidth={stroke} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
