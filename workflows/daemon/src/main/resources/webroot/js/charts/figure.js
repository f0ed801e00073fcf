// A chart that is drawn as wide as its place, so that its words keep their size on any screen.
import {h} from '../dom.js';

// before it stands on the page
const USUAL = 560;

/** Returns a figure of draw(width), an SVG element, drawn again when its width changes, with more below it. */
export function figure(draw, ...below) {
    let width = USUAL;
    let svg = draw(width);
    const element = h('figure', {class: 'chart'}, svg, ...below);
    const sizes = new ResizeObserver(([entry]) => {
        if (!element.isConnected) {
            sizes.disconnect();
            return;
        }
        const wide = Math.round(entry.contentRect.width);
        if (wide === 0 || wide === width) return;
        width = wide;
        const next = draw(width);
        svg.replaceWith(next);
        svg = next;
    });
    sizes.observe(element);
    return element;
}
