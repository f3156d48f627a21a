import { readFileSync } from 'node:fs';

/** Resident memory of a process in MiB; null where the system does not tell (it is read from /proc). */
export function residentMiB(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  } catch {
    return null;
  }
}
