import type * as NodeLlamaCppModule from 'node-llama-cpp';
import type { Llama } from 'node-llama-cpp';
import { ModelError } from './modelError';

export type NodeLlamaCpp = typeof NodeLlamaCppModule;

/** node-llama-cpp, loaded on first need: it is ESM with native parts and takes half a second. */
export async function nodeLlamaCpp(): Promise<NodeLlamaCpp> {
  try {
    return await import('node-llama-cpp');
  } catch (cause) {
    throw new ModelError(
      'no-runtime',
      `The language-model runtime (node-llama-cpp) cannot be loaded on ${process.platform}-${process.arch}. ` +
        'Reinstall Chartside for this platform; everything that needs no model still works.',
      { cause },
    );
  }
}

let instance: Promise<Llama> | undefined;

/** The process's one llama.cpp, on the CPU. It never compiles or downloads anything. */
export function llamaCpp(log?: (message: string) => void): Promise<Llama> {
  instance ??= start(log);
  instance.catch(() => (instance = undefined));
  return instance;
}

async function start(log: ((message: string) => void) | undefined): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await nodeLlamaCpp();
  try {
    return await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      // Take the threads a context asks for as they are, not as a hint.
      maxThreads: 0,
      logLevel: LlamaLogLevel.error,
      logger: (level, message) => log?.(`llama.cpp ${level}: ${message.trim()}`),
    });
  } catch (cause) {
    throw new ModelError(
      'no-runtime',
      `llama.cpp has no working build for ${process.platform}-${process.arch}. ` +
        'Reinstall Chartside for this platform; everything that needs no model still works.',
      { cause },
    );
  }
}
