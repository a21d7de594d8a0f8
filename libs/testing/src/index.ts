export { type ContainerEnd, type PodEnd, World, type WorldOptions } from './world.ts';
