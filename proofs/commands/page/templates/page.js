"use strict";
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
