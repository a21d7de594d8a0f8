export { type PodEnd, World, type WorldOptions } from './world.ts';
