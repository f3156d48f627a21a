import { abortError, ModelError } from './modelError';
import { nodeLlamaCpp } from './nodeLlamaCpp';
import { storageError } from './storageError';
import type { HubSource } from './types';

export interface HubOptions {
  /** Kept between tries, so that a download goes on where it stopped. */
  readonly folder: string;
  readonly fileName: string;
  readonly signal?: AbortSignal;
  readonly onProgress: (receivedBytes: number) => void;
}

/**
 * Fetches a file from the model hub with node-llama-cpp's own downloader, which resumes.
 * Resolves to the file's path. Rejects with a ModelError or an AbortError.
 */
export async function fetchFromHub(
  source: HubSource,
  { folder, fileName, signal, onProgress }: HubOptions,
): Promise<string> {
  const { createModelDownloader } = await nodeLlamaCpp();
  try {
    const downloader = await createModelDownloader({
      modelUri: source.uri,
      dirPath: folder,
      fileName,
      deleteTempFileOnCancel: false,
      onProgress: ({ downloadedSize }) => onProgress(downloadedSize),
    });
    return await downloader.download(signal === undefined ? {} : { signal });
  } catch (cause) {
    if (signal?.aborted === true) throw abortError(signal);
    const storage = storageError(cause, folder);
    if (storage !== null) throw storage;
    throw new ModelError(
      'no-network',
      `The model hub did not give ${source.uri} (${cause instanceof Error ? cause.message : 'unknown error'}). ` +
        'Check the network and try again: the download goes on where it stopped. ' +
        'On a machine without network, fetch the file elsewhere and give it with --file PATH.',
      { cause },
    );
  }
}
