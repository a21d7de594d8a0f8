import { argoFunctions } from './environment/environment.ts';
import { sprig } from './environment/sprig.ts';
import { builtins } from './expr/functions/index.ts';
import { GoDuration, GoTime } from './time/go-time.ts';

/** What the language offers, for its reference page. */
export const reference = {
  builtins: Object.entries(builtins).map(([name, { description, minArgs, maxArgs }]) => ({ name, description, minArgs, maxArgs })),
  argo: Object.keys(argoFunctions).filter((name) => name !== 'sprig'),
  sprig: Object.keys(sprig).sort(),
  timeMethods: Object.keys(new GoTime(0).methods),
  durationMethods: Object.keys(new GoDuration(0).methods),
};
