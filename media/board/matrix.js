// The evidence matrix of the differential's page: findings by conditions, as a table.
(() => {
  const { element, link } = board;

  function matrix({ conditions, rows }) {
    if (rows.length === 0) return [];
    const head = element(
      'tr',
      {},
      element('th', { scope: 'col' }, 'Finding'),
      ...conditions.map(({ name }) => element('th', { scope: 'col' }, name)),
    );
    const body = rows.map((row) =>
      element(
        'tr',
        {},
        element(
          'th',
          { scope: 'row' },
          link(
            row.name,
            { key: `matrix/${row.key}`, label: `${row.name}. Show in the note` },
            { type: 'reveal', span: row.span },
          ),
        ),
        ...row.cells.map(({ sign, direction, label }) =>
          element(
            'td',
            { class: direction, title: label },
            element('span', { 'aria-hidden': 'true' }, sign || '·'),
            element('span', { class: 'spoken' }, label),
          ),
        ),
      ),
    );
    return [
      element(
        'table',
        {},
        element('caption', {}, '+ speaks for, − against; three signs strongly, one slightly'),
        element('thead', {}, head),
        element('tbody', {}, ...body),
      ),
    ];
  }

  Object.assign(board, { matrix });
})();
