// Names, roles and states that YASGUI leaves out or says in English alone.
import { element } from "./dom.js";
import { hint } from "./completion.js";
import { say } from "./words.js";

const NAMES = [
  [".tabsList", say("Các truy vấn", "Queries")],
  [".yasqe_share", say("Chia sẻ truy vấn", "Share the query")],
  [".yasqe_queryButton", say("Chạy truy vấn", "Run the query")],
  [".yasr_downloadIcon", say("Tải kết quả", "Download the answer")],
  [".yasqe_sharePopup input", say("Địa chỉ để chia sẻ", "Address to share")],
  [".tab input", say("Tên thẻ", "Name of the tab")],
];

// A button that opens a tab, beside the list of tabs: YASGUI's own lies among the tabs, where only tabs may be.
export function offerNewTab(yasgui) {
  const name = say("Mở thẻ truy vấn mới", "Open a new query tab");
  const button = element("button", { type: "button", class: "new-tab", "aria-label": name, title: name }, "+");
  button.addEventListener("click", () => yasgui.addTab(true));
  yasgui.rootEl.querySelector(".tabsList").after(button);
}

// Keep what YASGUI draws below `root` accessible, now and whenever it draws again.
export function keepAccessible(root) {
  const look = () => {
    for (const [selector, name] of NAMES) {
      for (const found of root.querySelectorAll(selector)) set(found, { "aria-label": name, title: name });
    }
    root.querySelectorAll(".yasr_btnGroup button").forEach((button) => {
      button.removeAttribute("title");
      set(button, { "aria-label": button.textContent, "aria-pressed": `${button.classList.contains("selected")}` });
      button.disabled = button.classList.contains("disabled");
    });
    root.querySelectorAll(".yasr_external_ref_btn").forEach((link) => link.remove()); // leads to another's help
    root.querySelectorAll(".CodeMirror-gutters").forEach((gutter) => set(gutter, { "aria-hidden": "true" }));
    root.querySelectorAll(".yasr_plugin_control[aria-controls]").forEach((control) => control.removeAttribute("aria-controls"));
    root.querySelectorAll(".yasr_plugin_control[id]").forEach((control) => control.removeAttribute("id")); // one id in every tab
    root.querySelectorAll(".yasr .CodeMirror textarea").forEach((field) => set(field, { "aria-label": say("Câu trả lời nguyên văn", "The answer as sent") }));
    describe(root);
  };
  look();
  new MutationObserver(look).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "title"] });
}

// Each editor says by which keys it is used.
function describe(root) {
  root.querySelectorAll(".yasqe .CodeMirror textarea").forEach((field, place) => {
    const id = `query-keys-${place}`;
    set(field, { "aria-describedby": id });
    const box = field.closest(".yasqe").parentElement;
    if (!box.querySelector(".keys")) box.append(element("p", { class: "keys note" }, hint));
    set(box.querySelector(".keys"), { id });
  });
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}
