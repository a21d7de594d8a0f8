#!/usr/bin/env node
// Builds a MinIO server from its Go module into ~/.cache/argosy/bin, for the tests of the s3 driver. About five minutes; nothing to do when it is there.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const version = 'v0.0.0-20260212201848-7aac2a2c5b7c';
const folder = path.join(os.homedir(), '.cache/argosy/bin');

if (!fs.existsSync(path.join(folder, 'minio'))) {
  const { status } = spawnSync('go', ['install', '-trimpath', '-ldflags=-s -w', `github.com/minio/minio@${version}`], {
    stdio: 'inherit',
    env: { ...process.env, GOBIN: folder },
  });
  if (status !== 0) {
    console.error('minio: it could not be built; is Go installed and the module proxy in reach? Tests against it are skipped.');
    process.exit(1);
  }
}
