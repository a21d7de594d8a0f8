import module from 'node:module';
import { versionText } from './version-text.ts';

// Scripts and prompts ask for the version, and it needs nothing else: most of the start is saved by not loading the rest.
const [verb, flag, ...others] = process.argv.slice(2);
const known = flag === undefined || flag === '--short';
if (verb === 'version' && known && others.length === 0 && !process.env['ARGO_SERVER']) {
  process.stdout.write(versionText(flag === '--short'));
} else {
  // Node 22 and later can keep the compiled code on disk; version 20 cannot, and its types do not know of it.
  (module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
  await import('./main.ts');
}
