import type { ModelStore } from '../store';
import { hashFile, rememberModel, type VerifiedModel } from '../verify';

/**
 * SHA-256 of a verified base: what an adapter belongs to. A file of the user's own is hashed once
 * and remembered, as `verifyModel` does for the catalogue's.
 */
export async function baseHash(
  base: VerifiedModel,
  store: ModelStore,
  signal?: AbortSignal,
): Promise<string> {
  if (base.sha256 !== null) return base.sha256;
  const sha256 = await hashFile(base.path, signal === undefined ? {} : { signal });
  await rememberModel(store, null, { ...base, sha256 });
  return sha256;
}
