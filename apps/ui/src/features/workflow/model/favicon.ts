import { useEffect } from 'react';

/** A dot in the colour of the phase on the tab of the browser, so that one sees there when a run is over. */
export function useFavicon(colour: string | undefined): void {
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!icon || colour === undefined) return undefined;
    const before = icon.href;
    icon.href = drawn(getComputedStyle(document.documentElement).getPropertyValue(`--${colour}`).trim());
    return () => {
      icon.href = before;
    };
  }, [colour]);
}

function drawn(fill: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = 32;
  canvas.height = 32;
  const context = canvas.getContext('2d');
  if (!context) return '';
  context.fillStyle = '#0e1116';
  context.beginPath();
  context.roundRect(0, 0, 32, 32, 7);
  context.fill();
  context.fillStyle = fill;
  context.beginPath();
  context.arc(16, 16, 9, 0, 2 * Math.PI);
  context.fill();
  return canvas.toDataURL();
}
