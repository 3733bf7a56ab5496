#!/usr/bin/env node
// The entry of every command: sets up what is missing, changes to the packaged Node where this one is older, and hands over.
import { spawnSync } from 'node:child_process';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { inRoot, isOldNode, isSetUp, run, runChild, runtime } from './runtime.mjs';

await run(async () => {
  if (!isSetUp()) {
    const { status } = spawnSync(process.execPath, [inRoot('bin', 'setup.mjs')], { stdio: 'inherit' });
    if (status !== 0) return status ?? 70;
  }
  if (isOldNode()) {
    return runChild(runtime(), [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { cwd: process.cwd() });
  }
  // Stripping types and compiling is half of the processor time of a start.
  module.enableCompileCache(inRoot('node_modules', '.cache', 'tickmark'));
  await import('../src/app/cli.ts');
  return process.exitCode;
});
