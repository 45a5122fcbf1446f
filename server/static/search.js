// A search field as an editable combobox with list autocomplete (WAI-ARIA Authoring Practices).
"use strict";
(() => {
  const say = (vi, en) => (document.documentElement.lang === "en" ? en : vi);
  const element = (name, attributes, text = "") => {
    const made = document.createElement(name);
    set(made, attributes);
    made.textContent = text;
    return made;
  };
  const set = (of, attributes) => Object.entries(attributes).forEach(([name, value]) => of.setAttribute(name, value));

  const enhance = (input, number) => {
    const id = `suggestions-${number}`;
    const list = element("ul", { id, role: "listbox", class: "suggestions", "aria-label": say("Gợi ý", "Suggestions"), hidden: "" });
    const status = element("span", { role: "status", class: "hidden" });
    let timer, request, chosen = -1, typed = input.value;
    set(input, { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" });
    input.after(list, status);

    const open = (isOpen) => {
      list.hidden = !isOpen;
      chosen = -1;
      set(input, { "aria-expanded": isOpen });
      input.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      clearTimeout(timer);
      request?.abort();
      open(false);
    };
    const choose = (to) => {
      [...list.children].forEach((option, at) => set(option, { "aria-selected": at === to }));
      chosen = to;
      if (to < 0) return input.removeAttribute("aria-activedescendant");
      set(input, { "aria-activedescendant": list.children[to].id });
      list.children[to].scrollIntoView({ block: "nearest" });
    };
    const go = (option) => (location.href = option.dataset.to);
    const show = ([, names, details, addresses]) => {
      list.replaceChildren(...names.map((name, at) => {
        const option = element("li", { id: `${id}-${at}`, role: "option", "aria-selected": "false" }, `${name} `);
        const { pathname, search } = new URL(addresses[at], location); // behind a proxy its host may be another
        option.dataset.to = pathname + search;
        option.append(element("small", {}, details[at]));
        return option;
      }));
      status.textContent = names.length ? `${names.length} ${say("gợi ý", "suggestions")}` : say("Không có gợi ý", "No suggestions");
      open(names.length > 0);
    };
    const ask = async () => {
      request?.abort();
      request = new AbortController();
      const query = new URLSearchParams({ q: typed, lang: say("vi", "en") });
      try {
        const answer = await fetch(`/search/suggest?${query}`, { signal: request.signal });
        if (answer.ok && document.activeElement === input) show(await answer.json());
      } catch { /* given up for a newer one; or offline: the form is still there */ }
    };

    input.addEventListener("input", () => {
      typed = input.value;
      clearTimeout(timer);
      if (typed.trim()) timer = setTimeout(ask, 140);
      else close();
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // a Vietnamese input method is not done with the word
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const count = list.children.length + 1; // the field itself is a stop too
      if (step && !list.hidden) choose(((chosen + 1 + step + count) % count) - 1);
      else if (step && typed.trim()) ask();
      else if (event.key === "Enter" && chosen >= 0) go(list.children[chosen]);
      else if (event.key === "Escape" && !list.hidden) close();
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) go(option);
    });
  };

  document.querySelectorAll("form[role=search] input[type=search]").forEach(enhance);
})();
