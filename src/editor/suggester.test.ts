import assert from 'node:assert/strict';
import { Suggester, type Answer, type How, type SuggesterOptions } from './suggester';
import type { Place } from './suggestion';

const at = (text: string, after = ''): Place => ({
  key: 'a',
  text: text + after,
  offset: text.length,
});

const saying = (completion: string, ...alternatives: readonly string[]): Answer => ({
  completion,
  confidence: 0.8,
  alternatives,
});

interface Request {
  /** The text before the cursor. */
  readonly before: string;
  readonly explicit: boolean;
  readonly signal: AbortSignal;
  answer(answer: Answer): void;
  fail(error: Error): void;
}

/** A suggester whose engine is the test, and the requests it has made so far. */
function suggester(options: Partial<SuggesterOptions> = {}) {
  const requests: Request[] = [];
  const made = new Suggester({
    ask: ({ text, offset }, { explicit }, signal) =>
      new Promise((resolve, reject) => {
        const before = text.slice(0, offset);
        requests.push({ before, explicit, signal, answer: resolve, fail: reject });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
    longestWait: () => 0,
    minimumConfidence: () => 0,
    idleMs: 0,
    ...options,
  });
  return {
    requests,
    suggester: made,
    suggest: (place: Place, how: Partial<How> = {}) =>
      made.suggest(place, {
        explicit: false,
        ahead: true,
        signal: new AbortController().signal,
        ...how,
      }),
    /** The note's text becomes another by a key. */
    type: (text: string) => made.changed('a', () => text, { typed: true }),
  };
}

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** One suggestion shown at "No chest" with the engine having been asked once. */
async function shownAtNoChest(completion = ' pain.', ...others: readonly string[]) {
  const all = suggester();
  const shown = all.suggest(at('No chest'), { ahead: false });
  await settle();
  all.requests[0].answer(saying(completion, ...others));
  await shown;
  return all;
}

describe('A suggestion while typing', () => {
  it('is what the engine says, best first, each once and none empty', async () => {
    const { suggest, requests } = suggester();
    const shown = suggest(at('No chest'));
    await settle();
    requests[0].answer(saying(' pain.', '', ' pain.', ' tightness.'));
    assert.deepEqual(await shown, [' pain.', ' tightness.']);
  });

  it('stays without another request while its letters are typed and deleted', async () => {
    const { suggest, requests } = await shownAtNoChest();
    assert.deepEqual(await suggest(at('No chest pa'), { ahead: false }), ['in.']);
    assert.deepEqual(await suggest(at('No chest p'), { ahead: false }), ['ain.']);
    assert.deepEqual(await suggest(at('No chest'), { ahead: false }), [' pain.']);
    assert.equal(requests.length, 1);
  });

  it('is asked for anew when another letter is typed, also one in the other case', async () => {
    const { suggest, requests } = await shownAtNoChest();
    void suggest(at('No chest P'));
    await settle();
    assert.deepEqual(
      requests.map((r) => r.before),
      ['No chest', 'No chest P'],
    );
  });

  it('does not stand inside a word that goes on, asked for or not', async () => {
    const { suggest, requests } = suggester();
    assert.deepEqual(await suggest(at('No ch', 'est')), []);
    assert.deepEqual(await suggest(at('No ch', 'est'), { explicit: true }), []);
    assert.equal(requests.length, 0);
  });

  it('is not shown below the confidence that the clinician wants, unless asked for', async () => {
    const { suggest, requests } = suggester({ minimumConfidence: () => 0.9 });
    const unasked = suggest(at('No chest'));
    await settle();
    requests[0].answer(saying(' pain.'));
    assert.deepEqual(await unasked, []);
    const asked = suggest(at('No chest'), { explicit: true });
    await settle();
    requests[1].answer(saying(' pain.'));
    assert.deepEqual(await asked, [' pain.']);
  });

  it('fails aloud where the engine fails, and not where it was only overtaken', async () => {
    const { suggest, requests } = suggester();
    const overtaken = suggest(at('No'));
    await settle();
    const failing = suggest(at('No chest'));
    await settle();
    requests[1].fail(new Error('the engine is down'));
    assert.deepEqual(await overtaken, []);
    await assert.rejects(failing, /the engine is down/);
  });
});

describe('Of several requests', () => {
  it('the latest wins: an earlier one is cancelled and shows nothing', async () => {
    const { suggest, requests } = suggester();
    const first = suggest(at('No'));
    await settle();
    const second = suggest(at('No chest'));
    await settle();
    assert.equal(requests[0].signal.aborted, true);
    requests[1].answer(saying(' pain.'));
    assert.deepEqual(await first, []);
    assert.deepEqual(await second, [' pain.']);
  });

  it('a late answer never takes the place of what is shown', async () => {
    // An engine that does not listen: it answers although it was cancelled.
    const late: ((answer: Answer) => void)[] = [];
    const { suggest } = suggester({ ask: () => new Promise((resolve) => late.push(resolve)) });
    const first = suggest(at('No'), { ahead: false });
    await settle();
    const second = suggest(at('No chest'), { ahead: false });
    await settle();
    late[1](saying(' pain.'));
    assert.deepEqual(await second, [' pain.']);
    late[0](saying(' cough.'));
    assert.deepEqual(await first, []);
    assert.deepEqual(await suggest(at('No chest p'), { ahead: false }), ['ain.']);
  });

  it('one that the editor gives up ends in the engine too', async () => {
    const { suggest, requests } = suggester();
    const editor = new AbortController();
    const shown = suggest(at('No chest'), { signal: editor.signal });
    await settle();
    editor.abort();
    assert.equal(requests[0].signal.aborted, true);
    assert.deepEqual(await shown, []);
  });

  it('none is made in the middle of a fast burst, and one at once after a pause', async () => {
    let time = 0;
    const minute = 60_000;
    const { suggest, type, requests } = suggester({
      longestWait: () => minute,
      clock: () => time,
    });
    for (const text of ['N', 'No', 'No ', 'No c']) {
      type(text);
      time += 50;
      void suggest(at(text));
      await settle();
    }
    assert.deepEqual(
      requests.map((r) => r.before),
      ['N'],
      'with the first key nothing waits',
    );
    time += minute;
    type('No ch');
    void suggest(at('No ch'));
    await settle();
    assert.deepEqual(
      requests.map((r) => r.before),
      ['N', 'No ch'],
    );
  });

  it('none waits for the one after a suggestion was taken', async () => {
    let time = 0;
    const { suggest, type, requests } = suggester({
      longestWait: () => 60_000,
      clock: () => time,
    });
    const shown = suggest(at('No chest'), { ahead: false });
    await settle();
    requests[0].answer(saying(' pain.', ' tightness.'));
    await shown;
    for (const text of ['No chest ', 'No chest t', 'No chest ti']) {
      type(text);
      time += 50;
    }
    void suggest(at('No chest tightness.'), { ahead: false });
    await settle();
    assert.equal(requests[1].before, 'No chest tightness.');
  });
});

describe('A suggestion that is asked for by key', () => {
  it('gives further ones and leaves the one that stands there first', async () => {
    const { suggest, requests } = await shownAtNoChest();
    const asked = suggest(at('No chest'), { explicit: true, ahead: false });
    await settle();
    assert.equal(requests[1].explicit, true);
    requests[1].answer(saying(' tightness.', ' pain.', ' pressure.'));
    assert.deepEqual(await asked, [' pain.', ' tightness.', ' pressure.']);
  });

  it('asks once: turning from one to the next and typing along needs no request', async () => {
    const { suggest, requests } = suggester();
    const asked = suggest(at('No chest'), { explicit: true, ahead: false });
    await settle();
    requests[0].answer(saying(' pain.', ' pressure.'));
    await asked;
    assert.deepEqual(await suggest(at('No chest'), { explicit: true, ahead: false }), [
      ' pain.',
      ' pressure.',
    ]);
    assert.deepEqual(await suggest(at('No chest pr'), { ahead: false }), ['essure.']);
    assert.equal(requests.length, 1);
  });
});

describe('What follows a suggestion', () => {
  /** " pain." shown at "No chest", and what follows it being asked for. */
  async function asking() {
    const all = suggester();
    const shown = all.suggest(at('No chest'));
    await settle();
    all.requests[0].answer(saying(' pain.'));
    await shown;
    await settle();
    return all;
  }

  it('is asked ahead while it stands there', async () => {
    const { requests } = await asking();
    assert.deepEqual(
      requests.map((r) => r.before),
      ['No chest', 'No chest pain.'],
    );
  });

  it('shows at once when it was taken, without another request', async () => {
    const { suggest, type, requests } = await asking();
    requests[1].answer(saying(' No cough.'));
    type('No chest pain.');
    assert.deepEqual(await suggest(at('No chest pain.'), { ahead: false }), [' No cough.']);
    assert.equal(requests.length, 2);
  });

  it('shows as soon as it is there when it was taken before', async () => {
    const { suggest, type, requests } = await asking();
    type('No chest pain.');
    const next = suggest(at('No chest pain.'), { ahead: false });
    await settle();
    requests[1].answer(saying(' No cough.'));
    assert.deepEqual(await next, [' No cough.']);
    assert.equal(requests.length, 2);
  });

  it('is still good after all letters were typed by hand', async () => {
    const { suggest, type, requests } = await asking();
    requests[1].answer(saying(' No cough.'));
    for (const text of ['No chest ', 'No chest p', 'No chest pain']) {
      type(text);
      await suggest(at(text));
    }
    type('No chest pain.');
    assert.deepEqual(await suggest(at('No chest pain.'), { ahead: false }), [' No cough.']);
    assert.equal(requests.length, 2);
  });

  it('is given up with the first letter of something else, before that is asked for', async () => {
    const { suggest, type, requests } = await asking();
    type('No chest x');
    assert.equal(requests[1].signal.aborted, true);
    void suggest(at('No chest x'));
    await settle();
    assert.deepEqual(
      requests.map((r) => r.before),
      ['No chest', 'No chest pain.', 'No chest x'],
    );
  });

  it('never stands in the way of a request: it is given up first', async () => {
    const { suggest, requests } = await asking();
    void suggest(at('No chest'), { explicit: true });
    await settle();
    assert.equal(requests[1].signal.aborted, true);
    assert.deepEqual([requests[2].before, requests[2].explicit], ['No chest', true]);
  });

  it('is asked anew where asking ahead failed', async () => {
    const { suggest, requests } = await asking();
    requests[1].fail(new Error('the engine died'));
    await settle();
    const next = suggest(at('No chest pain.'), { ahead: false });
    await settle();
    requests[2].answer(saying(' No cough.'));
    assert.deepEqual(await next, [' No cough.']);
  });

  it('is not asked where suggestions come only on request', async () => {
    const { requests } = await shownAtNoChest();
    await settle();
    assert.equal(requests.length, 1);
  });
});

describe('When suggestions are turned off', () => {
  it('every request ends and nothing shown comes back', async () => {
    const { suggester: made, suggest, requests } = suggester();
    const shown = suggest(at('No chest'));
    await settle();
    requests[0].answer(saying(' pain.'));
    await shown;
    await settle();
    made.forget();
    assert.equal(requests[1].signal.aborted, true);
    void suggest(at('No chest p'));
    await settle();
    assert.equal(requests[2].before, 'No chest p', 'asked anew once it is on again');
  });
});
