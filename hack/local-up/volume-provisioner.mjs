#!/usr/bin/env node
// Gives each claim of the cluster's default class a folder of this machine, and takes it away with the claim: `local-up` starts it as a daemon.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyObject, kubectl } from './daemons.mjs';
import { layout } from './layout.mjs';

const storageClass = 'standard';
const folders = path.join(layout.state, 'volumes');

/** The class that claims get which name none. */
export const storageClassManifest = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: storageClass, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'argosy.dev/folder',
};

if (process.argv[1] === import.meta.filename) {
  process.once('SIGTERM', () => process.exit(0));
  // A watch ends after some minutes; a new one begins with everything that is there.
  for (;;) {
    await follow();
    await sleep(500);
  }
}

async function follow() {
  const watch = spawn('kubectl', ['--kubeconfig', layout.kubeconfig, 'get', '--raw', '/api/v1/persistentvolumeclaims?watch=true'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => watch.kill());
  for await (const line of createInterface({ input: watch.stdout })) {
    try {
      handle(JSON.parse(line));
    } catch (error) {
      // Others still want theirs.
      console.error(error.message);
    }
  }
}

function handle({ type, object }) {
  if (type === 'DELETED') remove(object);
  else if (object.spec?.storageClassName === storageClass && !object.spec.volumeName) provide(object);
}

function provide({ metadata: { name, namespace, uid }, spec }) {
  const folder = path.join(folders, uid);
  fs.mkdirSync(folder, { recursive: true });
  // Pods of any user write into it.
  fs.chmodSync(folder, 0o777);
  applyObject({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeOf(uid) },
    spec: {
      storageClassName: storageClass,
      persistentVolumeReclaimPolicy: 'Retain',
      accessModes: spec.accessModes,
      capacity: { storage: spec.resources.requests.storage },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      hostPath: { path: folder, type: 'Directory' },
    },
  });
}

function remove({ metadata: { uid } }) {
  const { status, stderr } = kubectl('delete', 'persistentvolume', volumeOf(uid), '--ignore-not-found', '--wait=false');
  if (status !== 0) throw new Error(stderr);
  fs.rmSync(path.join(folders, uid), { recursive: true, force: true });
}

function volumeOf(uid) {
  return `pvc-${uid}`;
}
