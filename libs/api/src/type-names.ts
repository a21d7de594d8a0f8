import type { ConfigMapKeySelector, ContainerState, LifecycleHook, Outputs, ResourceRequirements } from './generated/types.gen.ts';

/** Outputs of a node or template, by the name that programs use for them. */
export type NodeOutputs = Outputs;
/** Requests and limits of a container. */
export type ContainerResources = Pick<ResourceRequirements, 'limits' | 'requests'>;
/** What a container is doing, as its pod tells. */
export type ContainerStateStatus = ContainerState;
/** A key of a ConfigMap or Secret. */
export type KeySelector = ConfigMapKeySelector;
/** Hooks by name. */
export type LifecycleHooks = Readonly<Record<string, LifecycleHook>>;
