const cache = new Map<string, string>();
const MOST_CACHED = 20_000;

/** The text, with its middle left out where it is wider than `width`: the ends of generated names tell them apart. */
export function elided(context: CanvasRenderingContext2D, text: string, width: number): string {
  const key = `${context.font}|${width}|${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size > MOST_CACHED) cache.clear();
  const result = context.measureText(text).width <= width ? text : shortened(context, text, width);
  cache.set(key, result);
  return result;
}

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  let [low, high] = [1, text.length - 1];
  const cut = (kept: number): string => `${text.slice(0, Math.ceil(kept * 0.62))}…${text.slice(text.length - Math.floor(kept * 0.38))}`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (context.measureText(cut(middle)).width <= width) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}
