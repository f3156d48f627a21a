import { setPriority } from 'node:os';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { createEngineHost } from './host';
import { serveEngine } from './server';

/** Entry of the engine's own process, forked by `EngineClient`. It ends when its parent does. */
function main(): void {
  if (process.send === undefined) {
    process.stderr.write('The Chartside engine is started by Chartside itself.\n');
    process.exit(2);
  }
  try {
    // The editor goes first.
    setPriority(5);
  } catch {
    // Not everywhere allowed, nowhere needed.
  }
  const connection = createMessageConnection(
    new IPCMessageReader(process),
    new IPCMessageWriter(process),
  );
  const server = serveEngine(connection, createEngineHost);
  process.on('disconnect', () => {
    // Saves the index if it can; an engine without an editor has no other business.
    const leave = (): never => process.exit(0);
    setTimeout(leave, 3000).unref();
    server.dispose().then(leave, leave);
  });
  connection.listen();
}

main();
