() => {
  // What the eye finds wrong in this window: a page that scrolls sideways, words cut off, words over words.
  const found = new Set();
  const name = (element) => element.tagName.toLowerCase() + [...element.classList].map((one) => `.${one}`).join("");
  const quoted = (text) => `"${text.data.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  const hides = (value) => value === "hidden" || value === "clip";

  const forListenersOnly = (element, style, edge) => style.clipPath !== "none" || style.clip !== "auto" || edge.width <= 1 || edge.height <= 1;

  // The box that cuts a piece of text off; true when nobody is to see it, or can scroll to it.
  const cutBy = (rect, element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      if (forListenersOnly(box, style, edge) || /auto|scroll/.test(style.overflowX + style.overflowY)) return true;
      const across = hides(style.overflowX) && (rect.right > edge.right + 1 || rect.left < edge.left - 1);
      const down = hides(style.overflowY) && (rect.bottom > edge.bottom + 2 || rect.top < edge.top - 2);
      if (across || down) return box;
    }
    return null;
  };

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
    found.add(`scrolls sideways by ${root.scrollWidth - root.clientWidth}: ${wide.slice(-1).map(name)}`);
  }

  const shown = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const text = words.currentNode;
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility({ visibilityProperty: true }) || parent.closest("script, style, option, title, desc")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      const box = rect.width > 0 ? cutBy(rect, parent) : true;
      if (box instanceof Element) found.add(`${quoted(text)} is cut off by ${name(box)}`);
      if (!box) shown.push({ text, rect });
    }
  }

  shown.sort((one, other) => one.rect.top - other.rect.top);
  shown.forEach(({ text, rect }, at) => {
    for (const other of shown.slice(at + 1)) {
      if (other.rect.top > rect.bottom) break;
      const across = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
      const down = Math.min(rect.bottom, other.rect.bottom) - Math.max(rect.top, other.rect.top);
      const most = Math.min(rect.height, other.rect.height) / 2;
      if (text !== other.text && across > 2 && down > most) found.add(`${quoted(text)} lies over ${quoted(other.text)}`);
    }
  });

  const pen = document.createElement("canvas").getContext("2d");
  const room = { SELECT: 20, INPUT: 24 }; // for the arrow, and for the calendar
  for (const box of document.querySelectorAll("select, input[type=date], input[inputmode=numeric], input[maxlength]")) {
    if (!box.checkVisibility()) continue;
    const style = getComputedStyle(box);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const drawn = box.tagName === "SELECT" ? box.selectedOptions[0]?.label ?? "" : box.type === "date" ? "dd/mm/yyyy" : null;
    const inside = box.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
    const short = drawn === null && box.value.length <= 8 && box.scrollWidth > box.clientWidth + 1;
    if (short || (drawn && pen.measureText(drawn).width + room[box.tagName] > inside + 1)) found.add(`"${drawn ?? box.value}" does not fit into ${name(box)} ${box.name}`);
  }
  return [...found];
}
