// A file of our own, because a split bundle loses the named exports of a CommonJS package that is imported lazily.
export { parse as parseYaml } from 'yaml';
