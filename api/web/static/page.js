// What pages do beyond plain links and forms: drop files, show the result when it is ready, open a quote's place in a dialog.
"use strict";

function chooseFiles(zone) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-chosen]");
  const show = () => {
    list.replaceChildren(...Array.from(input.files, (file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024))} KB)`;
      return line;
    }));
  };
  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
}

// The result comes by a reload when the last event says so. Where events do not come through, the page looks again by itself.
function followProgress(place) {
  const again = () => window.location.reload();
  document.body.addEventListener("htmx:sseClose", again);
  let failures = 0;
  document.body.addEventListener("htmx:sseError", () => { failures += 1; if (failures === 3) setTimeout(again, 3000); });
}

function openPlaces() {
  const dialog = document.createElement("dialog");
  dialog.className = "place";
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) { event.preventDefault(); dialog.close(); }
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-place]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await fetch(link.href);
    if (!answer.ok) { window.location.href = link.href; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog.replaceChildren(page.querySelector("#place"));
    dialog.querySelector("[data-close]").textContent = "Close";
    dialog.showModal();
    const mark = dialog.querySelector("rect, mark");
    const image = dialog.querySelector("img");
    const scroll = () => mark && mark.scrollIntoView({ block: "center" });
    if (image && !image.complete) image.addEventListener("load", scroll); else scroll();
  });
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-drop]").forEach(chooseFiles);
  document.querySelectorAll("[data-live]").forEach(followProgress);
  if (document.querySelector("a[data-place]")) openPlaces();
});
