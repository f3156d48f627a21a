import type { EngineState } from './engineService';
import type { IndexState } from './indexFeeder';
import type { SuggestionState } from './suggestionSwitch';

export interface StatusFacts {
  readonly engine: EngineState;
  readonly index: IndexState;
  readonly suggestions: SuggestionState;
}

export interface StatusText {
  /** With codicons. */
  readonly text: string;
  /** The same for a screen reader: no icons. */
  readonly label: string;
  readonly tooltip: string;
  readonly warning: boolean;
}

/** What the status bar says: the most telling state in the text, all of them in the tooltip. */
export function statusText(facts: StatusFacts): StatusText {
  const lines = [modelLine(facts), indexLine(facts.index), suggestionLine(facts.suggestions)];
  const { icon, words, warning } = headline(facts);
  return {
    text: `$(${icon}) ${words}`,
    label: `Chartside. ${lines.join(' ')}`,
    tooltip: ['Chartside', ...lines, 'Click for choices.'].join('\n'),
    warning,
  };
}

function headline({ engine, index, suggestions }: StatusFacts) {
  const calm = (icon: string, words: string) => ({ icon, words, warning: false });
  if (engine.state === 'down') return { icon: 'warning', words: 'Engine stopped', warning: true };
  if (engine.state === 'error') return { icon: 'warning', words: 'Model failed', warning: true };
  if (index.state === 'reading') {
    const count = index.total > 0 ? ` ${index.done}/${index.total}` : '';
    return index.paused
      ? calm('debug-pause', `Indexing paused${count}`)
      : calm('sync~spin', `Indexing${count}`);
  }
  if (!suggestions.on) {
    return suggestions.because === 'snooze'
      ? calm('bell-slash', `Suggestions off until ${clock(suggestions.until)}`)
      : calm('circle-slash', 'Suggestions off');
  }
  if (index.state === 'failed') return { icon: 'warning', words: 'Index failed', warning: true };
  if (engine.state === 'loading') return calm('loading~spin', `Loading ${engine.name}`);
  if (engine.state === 'none') return calm('pulse', 'Phrases only');
  if (engine.state === 'ready') return calm('pulse', engine.name);
  return calm('pulse', 'Chartside');
}

function modelLine({ engine }: StatusFacts): string {
  switch (engine.state) {
    case 'idle':
      return 'The language model is loaded when it is first needed.';
    case 'loading':
      return `The language model ${engine.name} is being loaded.`;
    case 'ready':
      return `The language model ${engine.name} is ready, on this machine.`;
    case 'none':
      return `No language model: suggestions come from phrases of earlier notes, summaries are extracted. ${sentence(engine.reason)}`;
    case 'down':
      return `The engine stopped: ${sentence(engine.message)} Click to start it again.`;
    case 'error':
      return `The language model ${engine.name} failed: ${sentence(engine.message)}`;
  }
}

function indexLine(index: IndexState): string {
  switch (index.state) {
    case 'closed':
      return 'Notes and guidelines have not been read yet.';
    case 'ready':
      return 'Notes and guidelines are indexed.';
    case 'stopped':
      return 'Indexing was stopped. Rebuild index starts it again.';
    case 'failed':
      return `Notes and guidelines could not be indexed: ${sentence(index.message)}`;
    case 'embedding':
      return (
        `Notes and guidelines are indexed. Search by meaning is ` +
        `${index.paused ? 'paused' : 'being prepared'}: ${index.done} of ${index.total} passages.`
      );
    case 'reading': {
      const count = index.total > 0 ? ` ${index.done} of ${index.total}` : '';
      const file = index.file ? `: ${index.file}` : '';
      return `${index.paused ? 'Paused while reading' : 'Reading'} notes and guidelines${count}${file}.`;
    }
  }
}

function suggestionLine(suggestions: SuggestionState): string {
  if (suggestions.on) return 'Suggestions while typing are on.';
  switch (suggestions.because) {
    case 'folder':
      return 'Suggestions are off for this folder.';
    case 'restart':
      return 'Suggestions are off until the editor is started again.';
    case 'snooze':
      return `Suggestions are off until ${clock(suggestions.until)}.`;
  }
}

function clock(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
