import { ModelError } from './modelError';

/** Says what a failed write means, or null where the error is of another kind. */
export function storageError(error: unknown, folder: string): ModelError | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, { cause: error });
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    code === 'ENOTDIR' ||
    code === 'EEXIST'
  ) {
    return new ModelError(
      'read-only',
      `The model folder ${folder} cannot be written. Check its permissions, or set CHARTSIDE_HOME to a folder that can.`,
      { cause: error },
    );
  }
  return null;
}

export function diskFull(folder: string, options?: ErrorOptions): ModelError {
  return new ModelError(
    'disk-full',
    `The disk of ${folder} filled up while the model was fetched; what was fetched has been removed. ` +
      'Make room, or set CHARTSIDE_HOME to a folder on another disk, and try again.',
    options,
  );
}

/** `needed` and `free` in bytes. */
export function tooLittleSpace(folder: string, needed: number, free: number): ModelError {
  const mb = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  return new ModelError(
    'disk-full',
    `Fetching this model needs ${mb(needed)}, but the disk of ${folder} has ${mb(free)} free. ` +
      'Make room, or set CHARTSIDE_HOME to a folder on another disk, and try again.',
  );
}
