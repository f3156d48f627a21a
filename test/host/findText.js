// Runs in the page. The text may run over several spans, as coloured words do.
// eslint-disable-next-line @typescript-eslint/no-unused-vars
function findText([wanted, selector]) {
  for (const element of document.querySelectorAll(selector)) {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const texts = nodes.map((node) => node.data.replace(/\u00a0/g, ' '));
    const start = texts.join('').indexOf(wanted);
    if (start < 0) continue;
    const end = start + wanted.length;
    const range = document.createRange();
    let at = 0;
    nodes.forEach((node, i) => {
      const next = at + texts[i].length;
      if (start >= at && start < next) range.setStart(node, start - at);
      if (end > at && end <= next) range.setEnd(node, end - at);
      at = next;
    });
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  }
  return null;
}
