// Elements without HTML strings: what comes from the server only ever becomes text.

function put(element, key, value) {
    if (value === null || value === undefined || value === false) return;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'style') for (const [name, v] of Object.entries(value)) element.style.setProperty(name, v);
    else if (key === 'value') element.value = value;
    else element.setAttribute(key, value === true ? '' : value);
}

function build(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes ?? {})) put(element, key, value);
    element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && typeof child !== 'boolean')
        .map(child => (child instanceof Node ? child : String(child))));
    return element;
}

/** Makes an HTML element; children are nodes or become text. */
export const h = (name, attributes, ...children) => build(document.createElement(name), attributes, children);

/** Makes an SVG element. */
export const s = (name, attributes, ...children) =>
    build(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

/** Puts nodes in place of all that an element holds; what had the focus gets it again, by its data-key. */
export function replace(element, ...children) {
    const focused = element.contains(document.activeElement) ? document.activeElement.closest('[data-key]') : null;
    const key = focused?.dataset.key;
    element.replaceChildren(...children.flat(Infinity).filter(Boolean));
    if (key) [...element.querySelectorAll('[data-key]')].find(e => e.dataset.key === key)?.focus({preventScroll: true});
}

let last = 0;

/** Returns an id that no other element has. */
export const freshId = prefix => `${prefix}-${++last}`;

/** A button. */
export const button = (text, onclick, attributes = {}) => h('button', {type: 'button', onclick, ...attributes}, text);

/** A box that scrolls sideways by itself, also by keyboard, where what it holds is wider than the page. */
export function scroller(label, ...children) {
    const box = h('div', {class: 'scroller', role: 'region', 'aria-label': label}, ...children);
    sizes.observe(box);
    return box;
}

// what has nothing to scroll is no stop of the tab key
const sizes = new ResizeObserver(entries => entries.forEach(({target}) => {
    if (!target.isConnected) sizes.unobserve(target);
    else if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute('tabindex');
}));
