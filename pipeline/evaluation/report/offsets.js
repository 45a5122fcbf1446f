/* Offsets of claims count code points; strings of JavaScript count UTF-16 units. */
"use strict";

const Offsets = {
  /** The code points of a text, one string each. */
  points(text) {
    return Array.from(text);
  },

  /** How many code points stand before the UTF-16 offset `unit`. */
  pointsBefore(text, unit) {
    return Array.from(text.slice(0, unit)).length;
  },

  /** The selected stretch of `pane`, in code points and without blanks at its ends; null where none is selected in it. */
  selected(pane) {
    const selection = document.getSelection();
    if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) return null;
    const text = pane.textContent;
    let start = Offsets.unitsBefore(pane, range.startContainer, range.startOffset);
    let end = Offsets.unitsBefore(pane, range.endContainer, range.endOffset);
    while (start < end && /\s/.test(text[start])) start++;
    while (end > start && /\s/.test(text[end - 1])) end--;
    if (start === end) return null;
    return { start: Offsets.pointsBefore(text, start), end: Offsets.pointsBefore(text, end), quote: text.slice(start, end) };
  },

  /** The UTF-16 offset, in the text of `pane`, of a boundary of a selection. */
  unitsBefore(pane, node, offset) {
    const range = document.createRange();
    range.selectNodeContents(pane);
    range.setEnd(node, offset);
    return range.toString().length;
  },
};
