/** How world coordinates meet the screen: screen = world × scale + offset. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

export const leastScale = 0.02;
export const mostScale = 2.5;

export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x + dx, y: camera.y + dy };
}

/** Zooms by a factor; the point of the screen stays where it is. */
export function zoomedAt(camera: Camera, factor: number, point: { readonly x: number; readonly y: number }): Camera {
  const scale = Math.min(mostScale, Math.max(leastScale, camera.scale * factor));
  const ratio = scale / camera.scale;
  return { scale, x: point.x - (point.x - camera.x) * ratio, y: point.y - (point.y - camera.y) * ratio };
}

/** Shows a part of the world in the middle of the view, with room around it, never larger than `most`. */
export function fitted(part: Rect, view: Size, { room = 32, most = 1 }: { readonly room?: number; readonly most?: number } = {}): Camera {
  const scale = Math.min(
    most,
    Math.max(leastScale, Math.min((view.width - 2 * room) / Math.max(1, part.width), (view.height - 2 * room) / Math.max(1, part.height))),
  );
  return { scale, x: (view.width - part.width * scale) / 2 - part.x * scale, y: (view.height - part.height * scale) / 2 - part.y * scale };
}

/** Moves as little as needed for a part of the world to be in view. */
export function revealing(camera: Camera, part: Rect, view: Size): Camera {
  const room = 40;
  const left = part.x * camera.scale + camera.x;
  const top = part.y * camera.scale + camera.y;
  return {
    ...camera,
    x: camera.x + shift(left, part.width * camera.scale, { room, length: view.width }),
    y: camera.y + shift(top, part.height * camera.scale, { room, length: view.height }),
  };
}

/** The part of the world in view. */
export function viewOf(camera: Camera, view: Size): Rect {
  return { x: -camera.x / camera.scale, y: -camera.y / camera.scale, width: view.width / camera.scale, height: view.height / camera.scale };
}

function shift(start: number, length: number, view: { readonly room: number; readonly length: number }): number {
  if (start < view.room) return view.room - start;
  const over = start + length - (view.length - view.room);
  return over > 0 ? -Math.min(over, start - view.room) : 0;
}
