// Making elements for the differential's page. Everything the page shares lives in `board`.
globalThis.board = (() => {
  const vscode = acquireVsCodeApi();
  const send = (message) => vscode.postMessage(message);

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'class') made.className = value;
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  /** A button that reads as a link; `key` finds it again after a refresh. */
  function link(text, { key, label, title }, message) {
    const made = element('button', {
      type: 'button',
      class: 'link',
      'data-key': key,
      'aria-label': label,
      title,
    });
    made.textContent = text;
    made.addEventListener('click', () => send(message));
    return made;
  }

  /** Shows a section where it has something to show. */
  function fillSection(id, children) {
    document.getElementById(`${id}-section`).hidden = children.length === 0;
    document.getElementById(id).replaceChildren(...children);
  }

  return { element, link, send, fillSection };
})();
