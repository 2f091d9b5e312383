() => {
  // What cannot be seen of a page in its window: whether it scrolls sideways, and which words are cut off.
  const found = [];
  const name = (element) => {
    const from = element.closest("[id]:not(body):not(main)");
    const kind = element.tagName.toLowerCase() + (element.classList.length ? `.${[...element.classList].join(".")}` : "");
    return from && from !== element ? `#${from.id} ${kind}` : kind;
  };
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
    found.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth}: ${wide.slice(-1).map(name)}`);
  }

  const forListeners = (element) => {
    const style = getComputedStyle(element);
    return style.clipPath !== "none" || style.clip !== "auto" || element.clientWidth <= 1;
  };
  const hides = (value) => value === "hidden" || value === "clip";
  const cutBy = (rect, element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (forListeners(box) || /auto|scroll/.test(style.overflowX + style.overflowY)) return null;
      const edge = box.getBoundingClientRect();
      const across = hides(style.overflowX) && (rect.right > edge.right + 1 || rect.left < edge.left - 1);
      const down = hides(style.overflowY) && (rect.bottom > edge.bottom + 2 || rect.top < edge.top - 2);
      if (across || down) return box;
    }
    return null;
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut = new Set();
  while (words.nextNode()) {
    const text = words.currentNode;
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
    if (parent.closest("script, style, option, title, desc")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      const box = rect.width > 0 && cutBy(rect, parent);
      if (box) cut.add(`"${text.data.trim().slice(0, 40)}" is cut off by ${name(box)}`);
    }
  }
  for (const box of document.querySelectorAll("input[inputmode=numeric], input[maxlength]")) {
    if (box.checkVisibility() && box.value.length <= 8 && box.scrollWidth > box.clientWidth + 1) cut.add(`"${box.value}" does not fit into ${name(box)}`);
  }
  return [...found, ...cut];
}
