import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, pause } from '../../support/eventually';
import {
  closeAll,
  cursorAt,
  ghostText,
  openAt,
  readyForGhostText,
  seesGhostText,
  workspaceFile,
} from './clinician';
import { page } from './page';
import { scriptEngine, type Script, type SeenRequest } from './scriptedEngine';

const NOTE = 'notes/breathless.note';
const ASSESSMENT = 'Breathless with a raised heart rate.';
const NOTHING: Script = { completion: '' };
const SHE = `${ASSESSMENT} She`;
const GHOST = ' returned from a long flight today.';

type Engine = Awaited<ReturnType<typeof scriptEngine>>;
let engine: Engine | undefined;

/**
 * A note with the cursor behind the assessment, and an engine that answers by what the text before
 * the cursor ends with.
 */
async function noteWith(
  script: Readonly<Record<string, Script | ((request: SeenRequest) => Script | Promise<Script>)>>,
): Promise<{ readonly editor: vscode.TextEditor; readonly engine: Engine }> {
  engine = await scriptEngine((before, request) => {
    const found = Object.entries(script).find(([end]) => before.endsWith(end));
    if (found === undefined) return NOTHING;
    return typeof found[1] === 'function' ? found[1](request) : found[1];
  });
  const editor = await openAt(NOTE, ASSESSMENT);
  await readyForGhostText();
  await pause(500);
  engine.clear();
  return { editor, engine };
}

function assessment(editor: vscode.TextEditor): string {
  const text = editor.document.getText().replaceAll('\r\n', '\n');
  return text.slice(text.indexOf(ASSESSMENT), text.indexOf('\n\nPlan:'));
}

/** How often the engine was asked what comes behind a text. */
function timesAsked(seen: Engine, before: string): number {
  return seen.requests().filter((request) => request.before.endsWith(before)).length;
}

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('chartside', vscode.Uri.file(workspaceFile(NOTE)))
    .update(name, value, vscode.ConfigurationTarget.Workspace);
}

/** Long enough for any request that typing makes: the editor's wait and Chartside's. */
const anyRequest = () => pause(1500);

describe('Suggestions while typing', () => {
  afterEach(async () => {
    engine?.restore();
    engine = undefined;
    await closeAll();
  });

  it('stay, without a request and without a gap, while their letters are typed', async () => {
    const { engine } = await noteWith({ [SHE]: { completion: GHOST } });
    await page.type(' She');
    await seesGhostText(GHOST);
    await eventually('what follows being asked ahead', () => timesAsked(engine, SHE + GHOST));
    const before = engine.requests().length;
    for (const key of ' retu') {
      await page.type(key, 0);
      assert.notEqual(await ghostText(), '', `no gap at "${key}"`);
    }
    await seesGhostText(GHOST.slice(' retu'.length));
    await anyRequest();
    assert.equal(engine.requests().length, before);
  });

  it('come back when their letters are deleted again', async () => {
    await noteWith({ [SHE]: { completion: GHOST } });
    await page.type(' She');
    await seesGhostText(GHOST);
    await page.type(' re', 0);
    await page.press('Backspace');
    await seesGhostText(GHOST.slice(' r'.length));
  });

  it('leave their rest when a word is taken', async () => {
    const { editor, engine } = await noteWith({ [SHE]: { completion: GHOST } });
    await page.type(' She');
    await seesGhostText(GHOST);
    await eventually('what follows being asked ahead', () => timesAsked(engine, SHE + GHOST));
    // The editor may take the blank before a word by itself.
    for (let step = 0; step < 4; step++) {
      const length = assessment(editor).length;
      await vscode.commands.executeCommand('editor.action.inlineSuggest.acceptNextWord');
      await eventually('more of it in the note', () => assessment(editor).length > length);
      const taken = assessment(editor).slice(SHE.length);
      assert.ok(GHOST.startsWith(taken), `"${taken}" begins the suggestion`);
      await eventually('the rest as ghost text', async () => taken + (await ghostText()) === GHOST);
    }
  });

  it('can be turned over: asking by key brings others, and the one chosen is taken', async () => {
    const others = [' was well until today.', ' is pregnant.'];
    const { editor, engine } = await noteWith({
      [SHE]: ({ explicit }) =>
        explicit ? { completion: GHOST, alternatives: others } : { completion: GHOST },
    });
    await page.type(' She');
    await seesGhostText(GHOST);
    const next = () => vscode.commands.executeCommand('editor.action.inlineSuggest.showNext');
    await next();
    await seesGhostText(others[0]);
    await next();
    await seesGhostText(others[1]);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.showPrevious');
    await seesGhostText(others[0]);
    const asked = engine.requests().filter((r) => r.explicit && r.before.endsWith(SHE));
    assert.equal(asked.length, 1, 'asked once for all of them');
    await page.press('Tab');
    await eventually('the chosen one', () => assessment(editor) === SHE + others[0]);
  });

  it('the latest request wins, also when an older answer comes after it', async () => {
    let late: (script: Script) => void = () => undefined;
    const { engine } = await noteWith({
      [SHE]: () => new Promise<Script>((resolve) => (late = resolve)),
      [`${SHE} wa`]: { completion: 's well.' },
    });
    await page.type(' She');
    const older = await eventually('the older request', () =>
      engine.requests().find((r) => r.before.endsWith(SHE)),
    );
    await page.type(' wa');
    await seesGhostText('s well.');
    assert.equal(older.signal?.aborted, true, 'the older one was cancelled');
    late({ completion: ' wa never here.' });
    await pause(1000);
    assert.equal(await ghostText(), 's well.');
  });

  it('the next one is asked ahead and shows when the first is taken, without another request', async () => {
    const { editor, engine } = await noteWith({
      [SHE]: { completion: GHOST },
      [SHE + GHOST]: { completion: ' No cough.' },
      [`${SHE + GHOST} No cough.`]: NOTHING,
    });
    await page.type(' She');
    await seesGhostText(GHOST);
    const ahead = await eventually('what follows being asked ahead', () =>
      engine.requests().find((r) => r.before.endsWith(SHE + GHOST)),
    );
    const taking = performance.now();
    await page.press('Tab');
    await eventually('the text in the note', () => assessment(editor) === SHE + GHOST);
    await seesGhostText(' No cough.');
    assert.ok(ahead.at < taking, 'asked before it was taken');
    assert.equal(timesAsked(engine, SHE + GHOST), 1);
  });

  it('what is asked ahead is given up with the first letter of something else', async () => {
    const { engine } = await noteWith({
      [SHE]: { completion: GHOST },
      [SHE + GHOST]: () => new Promise<Script>(() => undefined),
      [`${SHE} is`]: { completion: ' pregnant.' },
    });
    await page.type(' She');
    await seesGhostText(GHOST);
    const ahead = await eventually('what follows being asked ahead', () =>
      engine.requests().find((r) => r.before.endsWith(SHE + GHOST)),
    );
    await page.type(' is');
    await seesGhostText(' pregnant.');
    assert.equal(ahead.signal?.aborted, true);
  });

  it('are asked for with the mode of the settings and the file of the note', async () => {
    try {
      await set('completion.mode', 'quiet');
      const { engine } = await noteWith({ [SHE]: { completion: GHOST } });
      await page.type(' She');
      await seesGhostText(GHOST);
      const asked = engine.requests().find((r) => r.before.endsWith(SHE));
      assert.deepEqual([asked?.mode, asked?.path], ['quiet', workspaceFile(NOTE)]);
    } finally {
      await set('completion.mode', undefined);
    }
  });

  it('come only when asked for in the mode "onRequest"', async () => {
    try {
      await set('completion.mode', 'onRequest');
      const { engine } = await noteWith({ [SHE]: { completion: GHOST } });
      await page.type(' She');
      await anyRequest();
      assert.deepEqual([engine.requests().length, await ghostText()], [0, '']);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await seesGhostText(GHOST);
      await anyRequest();
      assert.equal(engine.requests().length, 1, 'nor is anything asked ahead');
    } finally {
      await set('completion.mode', undefined);
    }
  });

  it('turned off for the folder ask nothing at all, also by key', async () => {
    try {
      await set('completion.enabled', false);
      const { engine } = await noteWith({ [SHE]: { completion: GHOST } });
      await page.type(' She');
      await anyRequest();
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await anyRequest();
      assert.deepEqual([engine.requests().length, await ghostText()], [0, '']);
    } finally {
      await set('completion.enabled', undefined);
    }
  });

  it('do not show with several cursors', async () => {
    const { engine } = await noteWith({ e: { completion: GHOST } });
    await vscode.commands.executeCommand('editor.action.insertCursorAbove');
    await eventually('two cursors', () => vscode.window.activeTextEditor?.selections.length === 2);
    await page.type(' She');
    await anyRequest();
    assert.deepEqual([engine.requests().length, await ghostText()], [0, '']);
  });

  it('are not asked for while text is selected', async () => {
    const { editor, engine } = await noteWith({ [ASSESSMENT]: { completion: GHOST } });
    await page.press('Shift+Home');
    await eventually('a selection', () => !editor.selection.isEmpty);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await anyRequest();
    assert.equal(engine.requests().length, 0);
  });

  it('do not show inside a word that goes on', async () => {
    const { editor, engine } = await noteWith({ Brea: { completion: 'st pain.' } });
    const at = editor.document.getText().indexOf(ASSESSMENT) + 'Bre'.length;
    await cursorAt(editor.document, editor.document.positionAt(at));
    await page.type('a');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await anyRequest();
    assert.deepEqual([timesAsked(engine, 'Brea'), await ghostText()], [0, '']);
  });

  it('wait until a composed character is there', async () => {
    const { editor } = await noteWith({
      ' é': { completion: 'tat stable' },
      ' ´': { completion: 'never' },
    });
    await page.type(' ');
    await page.compose('´');
    await anyRequest();
    assert.equal(await ghostText(), '', 'while it is composed');
    await page.commit('é');
    await eventually('the character in the note', () => assessment(editor).endsWith(' é'));
    await page.type('t');
    await page.press('Backspace');
    await seesGhostText('tat stable');
  });

  it('are read by the accessible view of the editor', async () => {
    const { editor } = await noteWith({ [SHE]: { completion: GHOST } });
    await page.type(' She');
    await seesGhostText(GHOST);
    await vscode.commands.executeCommand('editor.action.accessibleView');
    await eventually('the suggestion in the accessible view', async () =>
      (await page.text('.accessible-view')).includes(GHOST.trim()),
    );
    await page.press('Escape');
    assert.equal(assessment(editor), SHE);
  });
});
