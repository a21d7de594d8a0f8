/** How rows and time meet the canvas. */
export interface TimelineScale {
  /** Pixels of time that are scrolled away. */
  readonly left: number;
  /** 1: the whole run fits beside the names. */
  readonly zoom: number;
  /** Pixels of rows that are scrolled away. */
  readonly top: number;
  /** Width of the names. */
  readonly names: number;
}

export const rowHeight = 26;
export const axisHeight = 30;
const MOST_ZOOM = 2000;

/** From a place of the canvas to a row and back. */
export const rowAt = {
  index: (y: number, top: number): number => (y < axisHeight ? -1 : Math.floor((y - axisHeight + top) / rowHeight)),
  /** The scroll that shows a row, changed as little as needed. */
  reveal: (index: number, top: number, height: number): number => {
    const start = index * rowHeight;
    const room = height - axisHeight - rowHeight;
    if (start < top) return start;
    return start > top + room ? start - room : top;
  },
};

/** Zooms time; what is at `at` stays there. */
export function zoomedScale(
  scale: TimelineScale,
  factor: number,
  { at, width }: { readonly at: number; readonly width: number },
): TimelineScale {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, scale.zoom * factor));
  const place = Math.min(width, Math.max(scale.names, at)) - scale.names;
  return { ...scale, zoom, left: ((scale.left + place) * zoom) / scale.zoom - place };
}

export function maxScroll({
  scale,
  rows,
  width,
  height,
}: {
  readonly scale: TimelineScale;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}): { readonly left: number; readonly top: number } {
  return { left: (width - scale.names) * (scale.zoom - 1), top: Math.max(0, rows * rowHeight + axisHeight + 8 - height) };
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800].map(
  (seconds) => seconds * 1000,
);

/** The distance of the marks on the axis for a span of time of which `room` marks fit, in milliseconds. */
export function axisStep(span: number, room: number): number {
  return STEPS.find((step) => span / step <= room) ?? Math.ceil(span / room / 604_800_000) * 604_800_000;
}
