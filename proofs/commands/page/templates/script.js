"use strict";
// Filters: a claim is shown if it is what every filter asks for.
for (const form of document.querySelectorAll("form.filters")) {
  const list = document.getElementById(form.dataset.list);
  const count = form.querySelector("output");
  const claims = [...list.querySelectorAll("details.claim")];
  const show = () => {
    const wanted = [...form.querySelectorAll("select")].filter((each) => each.value);
    const words = form.elements.words.value.toLowerCase();
    let shown = 0;
    for (const claim of claims) {
      const fits =
        wanted.every((each) => claim.dataset[each.name].split("|").includes(each.value)) &&
        claim.textContent.toLowerCase().includes(words);
      claim.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${claims.length} shown`;
  };
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of form.querySelectorAll("button[data-open]")) {
    button.addEventListener("click", () => {
      for (const claim of claims) claim.open = button.dataset.open === "yes";
    });
  }
  show();
}
// A link to a claim opens it; what is printed is open.
const openTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", openTarget);
openTarget();
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details:not([hidden])")) each.open = true;
});
// Eliminations: what has left by the round of the slider is struck out, what leaves next is outlined.
for (const game of document.querySelectorAll("[data-elimination]")) {
  const slider = game.querySelector("input[type=range]");
  const told = game.querySelector("output");
  const sentences = JSON.parse(game.dataset.elimination);
  const show = () => {
    const round = Number(slider.value);
    for (const cell of game.querySelectorAll("[data-round]")) {
      const gone = Number(cell.dataset.round);
      cell.classList.toggle("gone", gone <= round);
      cell.classList.toggle("leaves", gone === round + 1 && cell.tagName !== "TD");
    }
    told.textContent = sentences[round];
    slider.setAttribute("aria-valuetext", sentences[round]);
  };
  slider.addEventListener("input", show);
  for (const button of game.querySelectorAll("button[data-by]")) {
    button.addEventListener("click", () => {
      slider.value = Number(slider.value) + Number(button.dataset.by);
      show();
    });
  }
  show();
}
// Graphs: the slider makes them larger or smaller.
for (const graph of document.querySelectorAll("[data-zoom]")) {
  const slider = graph.querySelector("input[type=range]");
  const frame = graph.querySelector(".graph");
  const svg = frame.querySelector("svg");
  const natural = svg.viewBox.baseVal;
  const show = () => {
    svg.setAttribute("width", (natural.width * slider.value) / 100);
    svg.setAttribute("height", (natural.height * slider.value) / 100);
  };
  slider.addEventListener("input", show);
  graph.querySelector("[data-fit]").addEventListener("click", () => {
    slider.value = Math.floor((100 * frame.clientWidth) / natural.width);
    show();
  });
}
