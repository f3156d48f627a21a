import catalogue from '../../models/catalogue.json';
import { ModelError } from './modelError';
import type { CatalogueEntry, ModelRole } from './types';

const entries = catalogue.models as readonly CatalogueEntry[];

/** Every model of `models/catalogue.json`, in its order. */
export function catalogueEntries(): readonly CatalogueEntry[] {
  return entries;
}

/** The language model the packaged extension carries. */
export function builtInEntry(): CatalogueEntry {
  return builtInFor('completion');
}

/** The embedding model the packaged extension carries. */
export function embedderEntry(): CatalogueEntry {
  return builtInFor('embedding');
}

function builtInFor(role: ModelRole): CatalogueEntry {
  const entry = entries.find((e) => e.builtIn && e.roles.includes(role));
  if (entry === undefined) throw new Error(`models/catalogue.json names no model for ${role}.`);
  return entry;
}

/** Throws a ModelError ("unknown-model") that lists the ids there are. */
export function catalogueEntry(id: string): CatalogueEntry {
  const entry = entries.find((e) => e.id === id);
  if (entry !== undefined) return entry;
  throw new ModelError(
    'unknown-model',
    `There is no model "${id}" in the catalogue. Known models: ${entries.map((e) => e.id).join(', ')}.`,
  );
}
