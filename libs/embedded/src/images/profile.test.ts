import { expect, it } from 'vitest';
import { findProfile } from './profile.ts';

it.each<[string, string, boolean]>([
  ['alpine', 'alpine', true],
  ['docker.io/library/alpine:3.20', 'alpine', true],
  ['alpine@sha256:0', 'alpine', true],
  ['alpine-extra', 'alpine', false],
  ['bitnami/kubectl:1', 'bitnami/*', true],
  ['other/kubectl', 'bitnami/*', false],
  ['localhost:5000/team/tool:1', 'registry.example.com/team/tool', true],
  ['registry.example.com/team/tool', 'registry.example.com/team/*', true],
])('image %s and profile %s: %s', (image, name, expected) => {
  expect(findProfile(image, [{ names: [name] }]) !== undefined).toBe(expected);
});
