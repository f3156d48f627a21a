/**
 * Looks every 100 ms until `look` gives something other than null, undefined, false or the empty
 * string, and resolves to it. Rejects after `ms` with `what` in the message.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T> | T,
  ms = 15_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const end = Date.now() + ms;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== null && seen !== undefined && seen !== false && (seen as unknown) !== '')
        return seen as Exclude<NonNullable<T>, false>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end)
      throw new Error(`Not seen in ${ms} ms: ${what}${last === undefined ? '' : ` (${last})`}`);
    await pause(100);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
