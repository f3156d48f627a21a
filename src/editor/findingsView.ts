import * as vscode from 'vscode';
import {
  findingGroups,
  type FindingGroup,
  type FindingItem,
  type FindingPlace,
} from './findingsTree';
import { messageOf } from './latest';
import { nameOf } from './noteArgument';
import { isTooLong } from './noteDocuments';
import { OPEN_AT, type Place } from './place';
import type { Services } from './services';

type Node =
  | { readonly kind: 'group'; readonly uri: string; readonly group: FindingGroup }
  | {
      readonly kind: 'item';
      readonly uri: string;
      readonly group: string;
      readonly item: FindingItem;
    }
  | {
      readonly kind: 'place';
      readonly uri: string;
      readonly id: string;
      readonly place: FindingPlace;
    }
  | { readonly kind: 'message'; readonly text: string };

/** The Findings view: what was read in the note before you, by status, each a jump to its place. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const tree = new FindingsTree(services);
  const view = vscode.window.createTreeView('chartside.findings', { treeDataProvider: tree });
  tree.onNote = (name) => (view.description = name);
  return vscode.Disposable.from(view, tree);
}

class FindingsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** Told which note is shown. */
  onNote: (name: string | undefined) => void = () => undefined;
  readonly #disposables: vscode.Disposable[];
  #document: vscode.TextDocument | undefined;

  constructor(private readonly services: Services) {
    this.#document = services.documents.active()?.document;
    this.#disposables = [
      this.#changed,
      services.notes.onDidSettle((document) => {
        if (!document || document === this.#document) this.#refresh();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.#follow()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#follow()),
    ];
  }

  /** The note you are in; the last one as long as it is on the screen. */
  #follow(): void {
    const active = this.services.documents.active()?.document;
    const visible = vscode.window.visibleTextEditors.map((e) => e.document);
    const kept = visible.find((document) => document === this.#document);
    const next =
      active ?? kept ?? visible.find((document) => this.services.documents.isNote(document));
    if (next === this.#document) return;
    this.#document = next;
    this.#refresh();
  }

  #refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.#roots();
    const { uri } = node.kind === 'message' ? { uri: '' } : node;
    switch (node.kind) {
      case 'group':
        return node.group.items.map((item) => ({ kind: 'item', uri, group: node.group.id, item }));
      case 'item':
        return node.item.places.map((place) => ({
          kind: 'place',
          uri,
          id: `${node.group} ${node.item.id}`,
          place,
        }));
      default:
        return [];
    }
  }

  async #roots(): Promise<Node[]> {
    const document = this.#document;
    const { documents, notes, log } = this.services;
    if (!document || !documents.isNote(document)) {
      this.onNote(undefined);
      return [message('Open a note to see what was read in it.')];
    }
    this.onNote(nameOf(document));
    if (isTooLong(document)) return [message('This note is too long to be read while you type.')];
    try {
      const read = await notes.read(document);
      const uri = document.uri.toString();
      const groups = read ? findingGroups(read.note) : [];
      if (groups.length === 0) return [message('No finding was read in this note yet.')];
      return groups.map((group) => ({ kind: 'group', uri, group }));
    } catch (error) {
      log.warn(`No findings: ${messageOf(error)}`);
      return [message(`The note could not be read: ${messageOf(error)}`)];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'message':
        return new vscode.TreeItem(node.text);
      case 'group':
        return groupItem(node.uri, node.group);
      case 'item':
        return findingItem(node.uri, node.group, node.item);
      case 'place':
        return placeItem(node.uri, node.id, node.place);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

function message(text: string): Node {
  return { kind: 'message', text };
}

function groupItem(uri: string, { id, label, icon, items }: FindingGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `${uri} ${id}`;
  item.description = String(items.length);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.accessibilityInformation = { label: `${label}: ${items.length}` };
  return item;
}

function findingItem(uri: string, group: string, finding: FindingItem): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(finding.label, finding.places.length > 1 ? Collapsed : None);
  item.id = `${uri} ${group} ${finding.id}`;
  item.description = finding.description;
  item.tooltip = finding.tooltip;
  item.iconPath = new vscode.ThemeIcon(finding.icon);
  item.accessibilityInformation = { label: finding.spoken };
  item.command = revealing(uri, finding.places[0]!);
  return item;
}

function placeItem(uri: string, id: string, place: FindingPlace): vscode.TreeItem {
  const item = new vscode.TreeItem(place.quote);
  item.id = `${uri} ${id} ${place.start}`;
  item.description = `line ${place.line}`;
  item.tooltip = place.tooltip;
  item.accessibilityInformation = { label: `${place.quote}, line ${place.line}` };
  item.command = revealing(uri, place);
  return item;
}

function revealing(uri: string, { start, end }: FindingPlace): vscode.Command {
  const place: Place = { uri, span: [start, end] };
  return { command: OPEN_AT, title: 'Show in the note', arguments: [place] };
}
