#!/usr/bin/env node
// Stands in for Python with the training pipeline: its first argument is `-c` (the probe) or `-m`.
// What it does is told by behaviour.json in its folder; what it was asked is appended to asked.jsonl.
import fs from 'node:fs';
import path from 'node:path';

const [flag, module_, ...rest] = process.argv.slice(2);
const file = 'behaviour.json';
const behaviour = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const option = (name) => rest[rest.indexOf(name) + 1];

if (flag === '-c') {
  say({ version: behaviour.version ?? [3, 11], missing: behaviour.missing ?? [] });
  process.exit(0);
}
const env = { offline: process.env.HF_HUB_OFFLINE, pythonPath: process.env.PYTHONPATH ?? null };
fs.appendFileSync('asked.jsonl', `${JSON.stringify({ module: module_, args: rest, env })}\n`);

const fails = behaviour.fails?.[module_];
if (fails !== undefined) {
  if (fails.stdout !== undefined) process.stdout.write(fails.stdout);
  process.stderr.write(fails.stderr ?? '');
  process.exit(fails.code ?? 1);
}

const steps = {
  corpus() {
    const notes = option('--folder');
    const out = option('--out');
    fs.mkdirSync(out, { recursive: true });
    fs.writeFileSync(path.join(out, 'train.jsonl'), String(fs.readdirSync(notes).length));
  },
  'adapter.train'() {
    const run = option('--run');
    const checkpoint = path.join(run, 'checkpoint');
    fs.mkdirSync(run, { recursive: true });
    let step = fs.existsSync(checkpoint) ? Number(fs.readFileSync(checkpoint, 'utf8')) : 0;
    const total = Math.ceil(6 * Number(option('--epochs')));
    process.stdout.write('reading the base\n');
    const tick = () => {
      step++;
      fs.writeFileSync(checkpoint, String(step));
      say({ step, total, loss: 3 / step, tokensPerSecond: 100_000 });
      if (step === behaviour.dieAt) process.kill(process.pid, 'SIGKILL');
      if (step >= total) fs.writeFileSync(path.join(run, 'adapter'), 'weights');
      else setTimeout(tick, behaviour.pause ?? 1);
    };
    tick();
  },
  'adapter.begin'() {
    fs.mkdirSync(option('--run'), { recursive: true });
    say({ event: 'begun', rank: 16, alpha: 32 });
  },
  'adapter.evaluate'() {
    say({ base: { loss: 3.1 }, adapter: { loss: 2.7 } });
  },
  'adapter.export'() {
    fs.copyFileSync(path.join(option('--run'), 'adapter'), option('--out'));
  },
};
steps[module_]?.();
