/* The page: filters, the buttons of each error, downloads. */
"use strict";

/** Hand a file to the reader. */
function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const benches = new Map();
  const ledger = new Ledger(data, (id) => {
    benches.get(id).draw();
    drawErrors(id);
    drawChanges();
  });
  for (const section of document.querySelectorAll("section.article")) benches.set(section.dataset.article, new Workbench(section, ledger, data));
  for (const [field, codes] of Object.entries(data.suggestions)) {
    document.body.append(element("datalist", { id: `codes-${field}` }, ...codes.map((code) => element("option", { value: code }))));
  }

  function button(pair, act, name) {
    const made = element("button", { type: "button", name }, ...both(pair));
    made.addEventListener("click", act);
    return made;
  }

  function drawErrors(id) {
    const bench = benches.get(id);
    for (const item of bench.section.querySelectorAll("li.error")) {
      const number = Number(item.dataset.claim);
      const missed = item.dataset.kind === "missed";
      const claim = (missed ? bench.article().gold : bench.article().found)[number];
      const entry = ledger.entry(id, missed ? "gold" : "found", number);
      const buttons = missed
        ? [
            !entry.deleted && button(["Sửa nhãn", "Edit gold"], () => bench.edit(entry), "edit"),
            button(entry.deleted ? ["Khôi phục nhãn", "Restore gold"] : ["Xóa nhãn", "Delete gold"], () => ledger.toggle(id, entry), "remove"),
          ]
        : entry
          ? [button(["Sửa nhãn", "Edit gold"], () => bench.edit(entry), "edit"), button(["Bỏ chấp nhận", "Take back"], () => ledger.toggle(id, entry), "remove")]
          : [button(["Chấp nhận là đúng", "Accept as right"], () => ledger.accept(id, number), "accept")];
      item.classList.toggle("settled", Boolean(entry && (entry.deleted || entry.edited || entry.from !== "gold")));
      item.querySelector(".actions").replaceChildren(
        ...buttons.filter(Boolean).flatMap((made) => [made, " "]),
        button(["Xem trong bài", "Show in the article"], () => bench.show(claim.start), "show"),
      );
    }
  }

  function drawChanges() {
    const changes = ledger.changes();
    document.getElementById("changes").textContent = changes ? `${changes} thay đổi · changes` : "";
    document.getElementById("discard").disabled = changes === 0;
  }

  const filters = document.getElementById("filters");
  function filter() {
    const { kind, type, article } = Object.fromEntries(new FormData(filters));
    let shown = 0;
    for (const section of document.querySelectorAll("section.article")) {
      let here = 0;
      for (const item of section.querySelectorAll("li.error")) {
        item.hidden = Boolean((kind && item.dataset.kind !== kind) || (type && item.dataset.type !== type));
        here += item.hidden ? 0 : 1;
      }
      const chosen = article === section.dataset.article;
      section.hidden = article ? !chosen : here === 0 && Boolean(kind || type);
      shown += section.hidden ? 0 : here;
    }
    const all = document.querySelectorAll("li.error").length;
    document.getElementById("shown").textContent = `${shown} / ${all} lỗi · errors`;
  }
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("download-all").addEventListener("click", () => {
    save("gold.jsonl", data.articles.map((article) => ledger.lines(article.id)).join(""));
  });
  document.getElementById("discard").addEventListener("click", () => ledger.discard());

  document.documentElement.classList.add("scripts");
  for (const id of benches.keys()) drawErrors(id);
  drawChanges();
  filter();
}

start();
