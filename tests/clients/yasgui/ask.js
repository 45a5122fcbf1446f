// index.html?endpoint=URL&query=TEXT&method=GET|POST[&accept=TYPE][&graph=IRI]: YASGUI asks as a person does that presses its button.
const asked = new URLSearchParams(location.search);
localStorage.clear();
const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: {
    endpoint: asked.get("endpoint"),
    method: asked.get("method"),
    ...(asked.get("accept") ? { acceptHeaderSelect: asked.get("accept"), acceptHeaderGraph: asked.get("accept") } : {}),
    ...(asked.get("graph") ? { defaultGraphs: [asked.get("graph")] } : {}),
  },
  autofocus: false,
  populateFromUrl: false,
});
const yasqe = yasgui.getTab().getYasqe();
yasqe.setValue(asked.get("query"));
yasqe.query().catch(() => {}); // what went wrong is shown
