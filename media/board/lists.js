// The lists of the differential's page: evidence, dangers, problems, questions.
(() => {
  const { element, link } = board;
  const SIGNS = { for: '+', against: '−', ask: '?', unexplained: '·' };
  const STRENGTHS = { 1: 'slightly', 2: 'moderately', 3: 'strongly' };
  const INQUIRIES = { ask: 'Ask', examine: 'Examine', test: 'Test' };

  /** A line of a list: its sign, left to the eye, and what it says. */
  function row(sign, ...parts) {
    return element(
      'li',
      { class: 'item' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      element('span', {}, ...parts),
    );
  }

  function quoted(text) {
    return text ? element('span', { class: 'quote' }, ` ${text}`) : null;
  }

  /** The link that a name is: to its place in the note, or, of a question, into the note. */
  function nameOf(item, kind, owner, label) {
    if (kind === 'ask') {
      return asking(item.name, item.concept, `${owner}/ask/${item.concept}`, '');
    }
    if (!item.span) return null;
    return link(
      item.name,
      {
        key: `${owner}/${kind}/${item.key}`,
        label: `${label}. Show in the note`,
        title: item.quote,
      },
      { type: 'reveal', span: item.span },
    );
  }

  /** One finding, with a link to its place where it has one. */
  function evidence(item, kind, owner) {
    const weighs = kind === 'for' || kind === 'against';
    const sign = weighs ? SIGNS[kind].repeat(item.strength) : SIGNS[kind];
    const how = weighs ? `${STRENGTHS[item.strength]} ${kind}` : '';
    const where = item.line === null ? '' : `line ${item.line}`;
    const label = [item.name, how, item.quote, where].filter(Boolean).join(', ');
    const name = nameOf(item, kind, owner, label) ?? element('span', { title: how }, item.name);
    return row(sign, name, quoted(where));
  }

  function evidenceList(title, kind, condition) {
    const items = condition[kind];
    if (items.length === 0) return null;
    return element(
      'section',
      { 'aria-label': `${title}: ${condition.name}` },
      element('h3', {}, title),
      element('ul', {}, ...items.map((item) => evidence(item, kind, condition.id))),
    );
  }

  function danger(item) {
    const name = link(
      item.name,
      { key: `danger/${item.id}`, label: `${item.name}, ${item.percent}. Open its guideline` },
      { type: 'guideline', id: item.id },
    );
    return row('▲', name, ` ${item.percent}`, quoted(item.because && `because of ${item.because}`));
  }

  function problem(item, index) {
    return element(
      'li',
      {},
      element('h3', {}, `${index + 1}. ${item.name} (${item.percent})`),
      element(
        'ul',
        {},
        ...item.explains.map((e) => evidence(e, 'unexplained', `problem/${item.id}`)),
      ),
      item.alternatives ? element('p', { class: 'quote' }, `or ${item.alternatives}`) : null,
    );
  }

  /** Questions by what they cost, each with a button that puts it into the note. */
  function questions(items) {
    return Object.entries(INQUIRIES).flatMap(([inquiry, title]) => {
      const own = items.filter((item) => item.inquiry === inquiry);
      if (own.length === 0) return [];
      return [
        element('h3', { id: `questions-${inquiry}` }, title),
        element('ul', { 'aria-labelledby': `questions-${inquiry}` }, ...own.map(question)),
      ];
    });
  }

  /** A question that a click puts into the note. */
  function asking(name, concept, key, effect) {
    const label = [name, effect].filter(Boolean).join('; ');
    return link(
      name,
      { key, label: `${label}. Put it into the note`, title: 'Put it into the note' },
      { type: 'question', concept },
    );
  }

  function question(item) {
    const name = asking(item.name, item.concept, `question/${item.concept}`, item.effect);
    return row('?', name, quoted(item.effect));
  }

  Object.assign(board, { evidence, evidenceList, danger, problem, questions });
})();
