// Before the first paint, so that a page that was switched to dark does not flash: no module, for those run later.
(() => {
    const chosen = localStorage.getItem('polymorph.theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
