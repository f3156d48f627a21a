import ignore from 'ignore';

/** Where notes and guidelines lie in a workspace folder. */
export interface NoteRules {
  /** @param relative path relative to the workspace folder, with forward slashes */
  isNote(relative: string): boolean;
  isGuideline(relative: string): boolean;
}

/** Languages of notes. */
export const NOTE_LANGUAGES: readonly string[] = ['plaintext', 'markdown', 'clinical-note'];

/**
 * Rules from the settings' folder lists (gitignore patterns). No note folder means that every
 * file is a note unless it is a guideline.
 */
export function noteRules(notes: readonly string[], guidelines: readonly string[]): NoteRules {
  const noteFolders = notes.length > 0 ? ignore().add([...notes]) : null;
  const guidelineFolders = ignore().add([...guidelines]);
  const isGuideline = (relative: string) =>
    ignore.isPathValid(relative) && guidelineFolders.ignores(relative);
  return {
    isGuideline,
    isNote: (relative) =>
      ignore.isPathValid(relative) &&
      !isGuideline(relative) &&
      (noteFolders === null || noteFolders.ignores(relative)),
  };
}
