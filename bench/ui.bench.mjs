#!/usr/bin/env node
// The budgets of the web interface; needs Chromium and a build.
await import('./ui/budgets.mjs');
