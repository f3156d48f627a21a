// The page of the differential panel: makes elements of the data it is sent, in place, so that
// neither the focus nor the scroll position is lost while the note is being typed.
(() => {
  const { element, link, send, fillSection, evidence, evidenceList, danger, problem } = board;
  const by = (id) => document.getElementById(id);
  const shown = new Map();
  const OPEN_AT_FIRST = 3;

  /** A condition's place: it stays, with its open or closed state, while its contents change. */
  function newPlace(isOpen) {
    const summary = element('summary', {});
    const body = element('div', {});
    const details = element('details', isOpen ? { open: '' } : {}, summary, body);
    return { item: element('li', {}, details), summary, body };
  }

  function fill({ summary, body }, condition) {
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
    const open = body.querySelectorAll('details[open]');
    const opened = new Set([...open].map((d) => d.getAttribute('data-title')));
    const lists = [
      evidenceList('For', 'for', condition),
      evidenceList('Against', 'against', condition),
      evidenceList('Not yet asked', 'ask', condition),
    ];
    body.replaceChildren(
      ...[
        condition.caveat ? element('p', { class: 'caveat' }, condition.caveat) : null,
        element('div', { class: 'lists' }, ...lists),
        ...condition.care.map((care) => careOf(condition, care, opened.has(care.title))),
        sources(condition),
      ].filter(Boolean),
    );
  }

  /** Work-up or treatment as the guideline writes it, with the lines it is cited from. */
  function careOf(condition, care, isOpen) {
    const cited = link(
      care.source,
      {
        key: `${condition.id}/${care.title}`,
        label: `${care.title} of ${condition.name}: open ${care.source}`,
      },
      { type: 'care', id: condition.id, title: care.title },
    );
    return element(
      'details',
      { class: 'care', 'data-title': care.title, ...(isOpen ? { open: '' } : {}) },
      element('summary', { 'data-key': `${condition.id}/${care.title}/open` }, care.title),
      element('p', { class: 'guideline' }, care.text),
      element('p', { class: 'sources' }, cited),
    );
  }

  function sources(condition) {
    const guideline = link(
      `Open ${condition.origin}`,
      {
        key: `${condition.id}/guideline`,
        label: `Open the ${condition.origin} for ${condition.name}`,
      },
      { type: 'guideline', id: condition.id },
    );
    const rest = [condition.codes, ...condition.sources].filter(Boolean);
    return element('p', { class: 'sources' }, guideline, rest.map((text) => ` · ${text}`).join(''));
  }

  function show(view) {
    const focused = document.activeElement?.getAttribute('data-key');
    by('note').textContent = view.title;
    by('insert').hidden = view.conditions.length === 0;
    if (by('empty').textContent !== view.empty) by('empty').textContent = view.empty;
    by('empty').hidden = view.empty === '';
    by('footer').replaceChildren(...view.footer.map((text) => element('p', {}, text)));
    showConditions(view.conditions);
    fillSection('problems', view.problems.map(problem));
    fillSection('dangers', view.dangers.map(danger));
    fillSection('questions', board.questions(view.questions));
    fillSection(
      'unexplained',
      view.unexplained.map((item) => evidence(item, 'unexplained', 'note')),
    );
    fillSection('matrix', board.matrix(view.matrix));
    if (focused && document.activeElement?.getAttribute('data-key') !== focused) {
      document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
  }

  function showConditions(conditions) {
    const places = conditions.map((condition, index) => {
      const known = shown.get(condition.id);
      const data = JSON.stringify(condition);
      if (known && known.data === data) return known;
      const place = known ? known.place : newPlace(index < OPEN_AT_FIRST);
      fill(place, condition);
      const entry = { place, data };
      shown.set(condition.id, entry);
      return entry;
    });
    const kept = new Set(conditions.map((condition) => condition.id));
    for (const [id, { place }] of shown) {
      if (kept.has(id)) continue;
      place.item.remove();
      shown.delete(id);
    }
    places.forEach(({ place }, index) => {
      const at = by('conditions').children[index];
      if (at !== place.item) by('conditions').insertBefore(place.item, at ?? null);
    });
  }

  by('insert').addEventListener('click', () => send({ type: 'insert' }));
  window.addEventListener('message', ({ data }) => {
    if (data?.type === 'show') show(data.view);
  });
  send({ type: 'ready' });
})();
