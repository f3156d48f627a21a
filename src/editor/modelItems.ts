import type { ModelListing } from '../engine/protocol';
import { bytesInWords } from './words';

/** A model as a line of the quick pick. */
export interface ModelItem {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly isHere: boolean;
}

/** The models that can write, those on this machine first. */
export function modelItems(
  models: readonly ModelListing[],
  current: string | null,
): readonly ModelItem[] {
  return models
    .filter((m) => m.roles.some((role) => role === 'completion' || role === 'chat'))
    .map((model) => ({ model, inUse: current === null ? model.builtIn : model.id === current }))
    .sort((a, b) => Number(b.model.path !== null) - Number(a.model.path !== null))
    .map(({ model, inUse }) => ({
      id: model.id,
      label: `$(${inUse ? 'check' : model.path ? 'circle-outline' : 'cloud-download'}) ${model.name}`,
      description: inUse ? 'in use' : model.path ? 'on this machine' : 'to be downloaded',
      detail: `${bytesInWords(model.bytes)} · needs ${model.memoryGiB} GB of memory · ${model.licence}`,
      isHere: model.path !== null,
    }));
}

/** What the user agrees to before a model is fetched: its size, licence and where it comes from. */
export function consentText(model: ModelListing): string {
  const sources = model.sources.map((source) =>
    source.kind === 'pypi'
      ? `the Python package ${source.package} ${source.version}`
      : `the model hub (${source.uri})`,
  );
  return [
    `Size: ${bytesInWords(model.bytes)}; it needs about ${model.memoryGiB} GB of memory.`,
    `Licence: ${model.licence}.`,
    `Source: ${sources.length > 0 ? sources.join(', or ') : 'none known; choose a local file instead'}.`,
    model.sha256
      ? 'The file is verified by its SHA-256 before it is used.'
      : 'No SHA-256 is known for this file: it cannot be verified.',
    'Nothing of your notes is sent.',
  ].join('\n');
}
