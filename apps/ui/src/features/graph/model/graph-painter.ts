import type { FlowBox } from '@argosy/graph';
import { type Camera, type Size, viewOf } from '../../../canvas/camera.ts';
import { type Palette, palette } from '../../../canvas/palette.ts';
import { paintBoxes } from './box-painter.ts';
import { paintRoutes } from './route-painter.ts';
import type { Scene, SceneIndex } from './scene.ts';

/** How much of an item is drawn: a patch of colour, a card with its name, everything. */
export type Detail = 'patch' | 'name' | 'full';

export interface Painting {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  readonly scene: Scene;
  readonly scale: number;
  readonly detail: Detail;
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  readonly now: number;
  /** Time runs to the right. */
  readonly sideways: boolean;
}

export interface PaintOptions {
  readonly camera: Camera;
  readonly size: Size;
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  readonly now: number;
}

/** Draws the part of a scene that the camera sees. */
export function paintGraph(
  context: CanvasRenderingContext2D,
  { scene, index }: { readonly scene: Scene; readonly index: SceneIndex },
  options: PaintOptions,
): void {
  const { camera, size, selected, hovered, now } = options;
  const painting: Painting = {
    context,
    colours: palette(),
    scene,
    scale: camera.scale,
    detail: detailAt(camera.scale),
    selected,
    hovered,
    now,
    sideways: scene.direction === 'right',
  };
  const view = viewOf(camera, size);
  context.save();
  context.translate(camera.x, camera.y);
  context.scale(camera.scale, camera.scale);
  const boxes: readonly FlowBox[] = index.boxesIn(view);
  paintBoxes(
    painting,
    boxes.filter(({ open }) => open),
  );
  paintRoutes(painting, index.routesIn(view));
  paintBoxes(
    painting,
    boxes.filter(({ open }) => !open),
  );
  context.restore();
}

function detailAt(scale: number): Detail {
  if (scale < 0.22) return 'patch';
  return scale < 0.5 ? 'name' : 'full';
}
