(() => {
  "use strict";
  // A notebook has this script with each fragment: what has been made ready is left alone.
  const fresh = (selector) => {
    const found = [...document.querySelectorAll(selector)].filter((each) => !("ready" in each.dataset));
    for (const each of found) each.dataset.ready = "";
    return found;
  };
  // Filters: a claim is shown if it is what every filter asks for.
  for (const form of fresh("form.filters")) {
    const count = form.querySelector("output");
    const claims = [...form.closest("section").querySelectorAll("details.claim")];
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
  // Eliminations: what has left by the round of the slider is struck out, what leaves next is outlined.
  for (const game of fresh("[data-elimination]")) {
    const slider = game.querySelector("input[type=range]");
    const told = [...game.querySelectorAll(".told > li")];
    const show = () => {
      const round = Number(slider.value);
      for (const cell of game.querySelectorAll("[data-round]")) {
        const gone = Number(cell.dataset.round);
        cell.classList.toggle("gone", gone <= round);
        cell.classList.toggle("leaves", gone === round + 1 && cell.tagName !== "TD");
      }
      told.forEach((sentence, place) => { sentence.hidden = place !== round; });
      slider.setAttribute("aria-valuetext", told[round].textContent);
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
  for (const graph of fresh("[data-zoom]")) {
    const slider = graph.querySelector("input[type=range]");
    const frame = graph.querySelector(".graph");
    const svg = frame.querySelector("svg");
    const natural = svg.viewBox.baseVal;
    const show = () => {
      svg.setAttribute("width", (natural.width * slider.value) / 100);
      svg.setAttribute("height", (natural.height * slider.value) / 100);
    };
    const fit = () => Math.floor((100 * frame.clientWidth) / natural.width);
    slider.addEventListener("input", show);
    graph.querySelector("[data-fit]").addEventListener("click", () => {
      slider.value = fit();
      show();
    });
    slider.value = Math.min(100, Math.max(60, fit()));
    show();
  }
})();
