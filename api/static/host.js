// Keeps what is being typed until it was sent, so that a lost line or a closed page loses no word. Only in this tab.
(() => {
  const place = (field) => `draft:${location.pathname}:${field.form.getAttribute("action")}:${field.name}`;
  const isDone = new URLSearchParams(location.search).has("done");
  const sent = sessionStorage.getItem("sent");
  if (isDone && sent) sessionStorage.removeItem(sent);
  sessionStorage.removeItem("sent");
  for (const field of document.querySelectorAll("[data-draft]")) {
    const kept = sessionStorage.getItem(place(field));
    if (kept && !field.value) {
      field.value = kept;
      const details = field.closest("details");
      if (details) details.open = true;
    }
    field.addEventListener("input", () => sessionStorage.setItem(place(field), field.value));
    field.form.addEventListener("submit", () => sessionStorage.setItem("sent", place(field)));
  }
})();
