import type { Box, ControlAnswer, ControlRequest } from '../control';

async function ask(request: ControlRequest): Promise<ControlAnswer> {
  const response = await fetch(process.env.CHARTSIDE_TEST_CONTROL ?? '', {
    method: 'POST',
    body: JSON.stringify(request),
  });
  const answer = (await response.json()) as { value?: ControlAnswer; error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.value ?? null;
}

/** What a clinician's hands and eyes do: the page this extension host belongs to. */
export const page = {
  /** Types with the keyboard, a key every 40 ms. */
  type: (text: string, delay?: number) => ask({ do: 'type', text, delay }),
  /** Presses a key or chord, for example `Tab` or `Control+z`. */
  press: (key: string) => ask({ do: 'press', key }),
  /** Shows a character on its way, as an input method or a dead key does. */
  compose: (text: string) => ask({ do: 'compose', text }),
  /** Ends a composition with this character. */
  commit: (text: string) => ask({ do: 'commit', text }),
  hover: (selector: string) => ask({ do: 'hover', selector }),
  click: (selector: string, frame?: string) => ask({ do: 'click', selector, frame }),
  /** Moves the pointer to a place where nothing reacts to it. */
  moveAway: () => ask({ do: 'move', x: 200, y: 650 }),
  moveTo: (x: number, y: number) => ask({ do: 'move', x, y }),
  clickAt: (x: number, y: number, modifier?: 'Control') =>
    ask({ do: 'clickAt', x, y, with: modifier }),
  /** The texts of all elements that match, inside the webview that shows `frame` where given. */
  texts: async (selector: string, frame?: string) =>
    (await ask({ do: 'texts', selector, frame })) as readonly string[],
  /** All of them in one text; empty where nothing matches. */
  text: async (selector: string, frame?: string) => (await page.texts(selector, frame)).join('\n'),
  /** Where a text is drawn in the editor (or in `within`), or null. */
  find: async (text: string, within = '.editor-instance .view-line') =>
    (await ask({ do: 'find', text, within })) as Box | null,
  /** Keeps a picture of the page among the artefacts. */
  screenshot: (name: string) => ask({ do: 'screenshot', name }),
  externalRequests: async () => (await ask({ do: 'externalRequests' })) as readonly string[],
  say: (text: string) => ask({ do: 'say', text }).catch(() => null),
};
