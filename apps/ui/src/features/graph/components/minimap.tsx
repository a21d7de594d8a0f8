import { nodeStates } from '@argosy/graph';
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { usePreferences } from '../../../app/preferences.ts';
import { type Camera, fitted, viewOf } from '../../../canvas/camera.ts';
import { palette } from '../../../canvas/palette.ts';
import { t } from '../../../i18n/translate.ts';
import type { GraphCanvas } from '../model/graph-canvas.ts';
import type { Scene } from '../model/scene.ts';
import classes from './graph-view.module.css';

const SIZE = { width: 176, height: 104 };

interface MinimapProps {
  readonly scene: Scene;
  readonly camera: Camera;
  readonly canvas: { readonly current: GraphCanvas | undefined };
}

/** The whole picture in small, with the part in view; a press goes there. Hidden while everything is in view anyway. */
export function Minimap({ scene, camera, canvas }: MinimapProps): ReactNode {
  const element = useRef<HTMLCanvasElement>(null);
  const { layout } = scene;
  const view = canvas.current ? viewOf(camera, canvas.current.size) : undefined;
  const needed = view !== undefined && (view.width < layout.width * 0.95 || view.height < layout.height * 0.95);
  const { theme } = usePreferences();
  const map = fitted({ x: 0, y: 0, width: layout.width, height: layout.height }, SIZE, { room: 8 });
  useEffect(() => {
    const context = element.current?.getContext('2d');
    if (context) paint(context, { scene, map });
  }, [scene, needed, theme, map.scale]);
  if (!needed || !view) return null;
  const go = (event: MouseEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    canvas.current?.centre((event.clientX - box.left - map.x) / map.scale, (event.clientY - box.top - map.y) / map.scale);
  };
  return (
    <div className={classes.minimap} onClick={go} title={t('Overview')} aria-hidden="true">
      <canvas ref={element} width={SIZE.width * 2} height={SIZE.height * 2} style={{ width: '100%', height: '100%' }} />
      <div
        style={{
          position: 'absolute',
          left: Math.max(0, view.x * map.scale + map.x),
          top: Math.max(0, view.y * map.scale + map.y),
          width: Math.min(SIZE.width - 2, view.width * map.scale),
          height: Math.min(SIZE.height - 2, view.height * map.scale),
          border: '1.5px solid var(--accent)',
          borderRadius: 3,
          pointerEvents: 'none',
        }}
      />
    </div>
  );
}

function paint(context: CanvasRenderingContext2D, { scene, map }: { readonly scene: Scene; readonly map: Camera }): void {
  const colours = palette();
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, SIZE.width, SIZE.height);
  // What needs attention is drawn last, and never so small that it cannot be seen.
  for (const state of nodeStates.toReversed()) {
    context.fillStyle = colours.states[state].strong;
    const least = state === 'Failed' || state === 'Error' ? 2.5 : 1;
    for (const { id, x, y, width, height, open } of scene.layout.boxes) {
      if (open || (scene.facts.get(id)?.state ?? 'Planned') !== state) continue;
      context.fillRect(
        x * map.scale + map.x,
        y * map.scale + map.y,
        Math.max(least, width * map.scale),
        Math.max(least, height * map.scale),
      );
    }
  }
}
