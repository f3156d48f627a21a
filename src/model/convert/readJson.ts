import { readFile } from 'node:fs/promises';
import { ModelError } from '../modelError';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Rejects with a ModelError ("unreadable", "not-convertible"). */
export async function readJson(path: string): Promise<Json> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ModelError('unreadable', `${path} cannot be read. Check its permissions.`, { cause });
  }
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new ModelError('not-convertible', `${path} is no JSON. Fetch the model again.`, {
      cause,
    });
  }
}

/** A member of an object; undefined where there is none, or no object. */
export function member(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as { readonly [key: string]: Json })[key] : undefined;
}
