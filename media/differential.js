// The page of the differential panel: makes elements of the data it is sent, in place, so that
// neither the focus nor the scroll position is lost while the note is being typed.
(() => {
  const vscode = acquireVsCodeApi();
  const by = (id) => document.getElementById(id);
  const shown = new Map();
  const OPEN_AT_FIRST = 3;

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'class') made.className = value;
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const SIGNS = { for: '+', against: '−', ask: '?', unexplained: '·' };
  const STRENGTHS = { 1: 'slightly', 2: 'moderately', 3: 'strongly' };

  function evidence(item, kind, owner) {
    const sign =
      kind === 'for' || kind === 'against' ? SIGNS[kind].repeat(item.strength) : SIGNS[kind];
    const how = kind === 'for' || kind === 'against' ? `${STRENGTHS[item.strength]} ${kind}` : '';
    const where = item.line === null ? '' : `line ${item.line}`;
    const label = [item.name, how, item.quote, where].filter(Boolean).join(', ');
    let name;
    if (item.span) {
      name = element('button', {
        type: 'button',
        class: 'link',
        'data-key': `${owner}/${kind}/${item.key}`,
        'aria-label': `${label}. Show in the note`,
        title: item.quote,
      });
      name.textContent = item.name;
      name.addEventListener('click', () => vscode.postMessage({ type: 'reveal', span: item.span }));
    } else {
      name = element('span', { title: how });
      name.textContent = item.name;
    }
    return element(
      'li',
      { class: 'item' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      element('span', {}, name, where ? element('span', { class: 'quote' }, ` ${where}`) : null),
    );
  }

  function list(title, kind, condition) {
    const items = condition[kind];
    if (items.length === 0) return null;
    return element(
      'section',
      { 'aria-label': `${title}: ${condition.name}` },
      element('h3', {}, title),
      element('ul', {}, ...items.map((item) => evidence(item, kind, condition.id))),
    );
  }

  /** A condition's place: it stays, with its open or closed state, while its contents change. */
  function newPlace(isOpen) {
    const summary = element('summary', {});
    const body = element('div', {});
    const details = element('details', isOpen ? { open: '' } : {}, summary, body);
    return { item: element('li', {}, details), summary, body };
  }

  function fill({ summary, body }, condition) {
    const guideline = element(
      'button',
      {
        type: 'button',
        class: 'link',
        'data-key': `${condition.id}/guideline`,
        'aria-label': `Open the ${condition.origin} for ${condition.name}`,
      },
      `Open ${condition.origin}`,
    );
    guideline.addEventListener('click', () =>
      vscode.postMessage({ type: 'guideline', id: condition.id }),
    );
    summary.setAttribute('data-key', condition.id);
    summary.replaceChildren(
      element('h2', {}, condition.name),
      element('span', { class: 'percent' }, condition.percent),
      element('span', { class: `urgency ${condition.urgency}` }, condition.urgencyWord),
      element('progress', {
        max: '100',
        value: String(condition.share),
        'aria-label': `Probability of ${condition.name}: ${condition.percent}`,
      }),
    );
    body.replaceChildren(
      element(
        'div',
        { class: 'lists' },
        ...[
          list('For', 'for', condition),
          list('Against', 'against', condition),
          list('Not yet asked', 'ask', condition),
        ].filter(Boolean),
      ),
      element(
        'p',
        { class: 'sources' },
        guideline,
        [condition.codes, ...condition.sources].map((text) => ` · ${text}`).join(''),
      ),
    );
  }

  function show(view) {
    const focused = document.activeElement?.getAttribute('data-key');
    by('note').textContent = view.title;
    by('pack').textContent = view.footer;
    by('insert').hidden = view.conditions.length === 0;
    if (by('empty').textContent !== view.empty) by('empty').textContent = view.empty;
    by('empty').hidden = view.empty === '';

    const places = view.conditions.map((condition, index) => {
      const known = shown.get(condition.id);
      const data = JSON.stringify(condition);
      if (known && known.data === data) return known;
      const place = known ? known.place : newPlace(index < OPEN_AT_FIRST);
      fill(place, condition);
      const entry = { place, data };
      shown.set(condition.id, entry);
      return entry;
    });
    const kept = new Set(view.conditions.map((condition) => condition.id));
    for (const [id, { place }] of shown) {
      if (kept.has(id)) continue;
      place.item.remove();
      shown.delete(id);
    }
    places.forEach(({ place }, index) => {
      const at = by('conditions').children[index];
      if (at !== place.item) by('conditions').insertBefore(place.item, at ?? null);
    });

    by('unexplained-section').hidden = view.unexplained.length === 0;
    by('unexplained').replaceChildren(
      ...view.unexplained.map((item) => evidence(item, 'unexplained', 'note')),
    );
    if (focused && document.activeElement?.getAttribute('data-key') !== focused) {
      document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
  }

  by('insert').addEventListener('click', () => vscode.postMessage({ type: 'insert' }));
  window.addEventListener('message', ({ data }) => {
    if (data?.type === 'show') show(data.view);
  });
  vscode.postMessage({ type: 'ready' });
})();
