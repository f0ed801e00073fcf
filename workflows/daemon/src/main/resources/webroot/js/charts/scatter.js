// Energy over volume of the whole pool, on canvas: ten thousand candidates stay fluid. Pointer: hover names, a click opens, a
// drag zooms in. Keyboard: arrows walk through the candidates from the lowest up, Enter opens, + and - zoom, 0 shows all.
import {button, h} from '../dom.js';
import {fixed} from '../format.js';
import {colour, onThemeChange} from '../theme.js';
import {linear, padded, quantile, ticks, tickText} from './scale.js';

const LEFT = 66;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 40;
const NEAR = 14;

/**
 * Makes the chart of columns {id, volumePerAtom, enthalpyPerAtom, cluster}.
 *
 * rankOf(cluster) is 1 to 10 for the lowest ones, else 0; open(id) is called for the candidate that was chosen.
 * Returns {element, select(id), destroy()}.
 */
export function scatter({data, rankOf, open, selected}) {
    const n = data.id.length;
    const order = Array.from({length: n}, (_, i) => i).sort((a, b) => data.enthalpyPerAtom[a] - data.enthalpyPerAtom[b]);
    const rank = data.cluster.map(cluster => (cluster === null ? -1 : rankOf(cluster)));
    const below = h('canvas', {'aria-hidden': 'true'});
    const above = h('canvas', {class: 'over', 'aria-hidden': 'true'});
    const box = h('div', {class: 'scatter', tabindex: 0, role: 'group', 'data-key': 'scatter',
        'aria-label': `Energy over volume of ${n} candidates. Arrow keys walk from the lowest up, Enter opens, plus and minus zoom, 0 shows all.`}, below, above);
    const readout = h('p', {class: 'readout', role: 'status'});
    const hint = h('span', {class: 'muted small'});
    const element = h('div', {}, box, readout, h('div', {class: 'filters'},
        button('Lowest', () => show(lowest()), {'data-key': 'zoom-lowest'}), button('All', () => show(all()), {'data-key': 'zoom-all'}), hint));
    let view = usual();
    let x;
    let y;
    let at = data.id.indexOf(selected);
    let drag = null;
    let frame = 0;

    function range(indices, room) {
        let [v0, v1, e0, e1] = [Infinity, -Infinity, Infinity, -Infinity];
        for (const i of indices) {
            v0 = Math.min(v0, data.volumePerAtom[i]);
            v1 = Math.max(v1, data.volumePerAtom[i]);
            e0 = Math.min(e0, data.enthalpyPerAtom[i]);
            e1 = Math.max(e1, data.enthalpyPerAtom[i]);
        }
        return [...padded(v0, v1, room), ...padded(e0, e1, room)];
    }

    // few far out would press the rest into a line
    function usual() {
        const volumes = data.volumePerAtom.slice().sort((a, b) => a - b);
        const top = data.enthalpyPerAtom[quantile(order, 0.97)];
        const [small, large] = [quantile(volumes, 0.005), quantile(volumes, 0.985)];
        const seen = order.filter(i => data.enthalpyPerAtom[i] <= top && data.volumePerAtom[i] >= small && data.volumePerAtom[i] <= large);
        return range(seen.length ? seen : order, 0.04);
    }

    function lowest() {
        return range(order.slice(0, Math.max(12, Math.ceil(n * 0.1))), 0.08);
    }

    function all() {
        return range(order, 0.04);
    }

    function show(next) {
        view = next;
        draw();
    }

    function prepare(canvas) {
        const scale = devicePixelRatio || 1;
        const {width, height} = box.getBoundingClientRect();
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
        const g = canvas.getContext('2d');
        g.setTransform(scale, 0, 0, scale, 0, 0);
        return {g, width, height};
    }

    function axes(g, width, height) {
        g.font = `12px ${getComputedStyle(box).fontFamily}`;
        g.fillStyle = colour('muted');
        g.strokeStyle = colour('rule');
        g.lineWidth = 1;
        g.textBaseline = 'middle';
        const [xs, ys] = [ticks(view[0], view[1], Math.max(3, width / 110)), ticks(view[2], view[3], Math.max(3, height / 70))];
        const [xt, yt] = [tickText(xs), tickText(ys)];
        g.textAlign = 'right';
        g.beginPath();
        ys.forEach((mark, i) => {
            const place = Math.round(y(mark)) + 0.5;
            g.moveTo(LEFT, place);
            g.lineTo(width - RIGHT, place);
            g.fillText(yt[i], LEFT - 8, place);
        });
        g.textAlign = 'center';
        xs.forEach((mark, i) => {
            const place = Math.round(x(mark)) + 0.5;
            g.moveTo(place, TOP);
            g.lineTo(place, height - BOTTOM);
            g.fillText(xt[i], place, height - BOTTOM + 13);
        });
        g.stroke();
        g.fillText('volume [Å³/atom]', (LEFT + width - RIGHT) / 2, height - 7);
        g.save();
        g.translate(11, (TOP + height - BOTTOM) / 2);
        g.rotate(-Math.PI / 2);
        g.fillText('enthalpy [eV/atom]', 0, 0);
        g.restore();
    }

    function draw() {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(() => {
            const {g, width, height} = prepare(below);
            if (width === 0) return;
            x = linear(view[0], view[1], LEFT, width - RIGHT);
            y = linear(view[2], view[3], height - BOTTOM, TOP);
            axes(g, width, height);
            g.save();
            g.beginPath();
            g.rect(LEFT, TOP, width - RIGHT - LEFT, height - BOTTOM - TOP);
            g.clip();
            // those of no rank first, rank 1 on top
            for (const r of [-1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) points(g, r);
            g.restore();
            hint.textContent = outside();
            mark();
        });
    }

    function points(g, r) {
        const radius = r > 0 ? 4.5 : n > 3000 ? 1.8 : 2.6;
        g.beginPath();
        for (let i = 0; i < n; i++) {
            if (rank[i] !== r) continue;
            const [px, py] = [x(data.volumePerAtom[i]), y(data.enthalpyPerAtom[i])];
            g.moveTo(px + radius, py);
            g.arc(px, py, radius, 0, 2 * Math.PI);
        }
        g.globalAlpha = r > 0 ? 0.92 : 0.6;
        if (r < 0) {
            g.strokeStyle = colour('rank-none');
            g.stroke();
        } else {
            g.fillStyle = colour(r > 0 ? `rank-${r}` : 'rank-none');
            g.fill();
        }
        g.globalAlpha = 1;
    }

    function outside() {
        const hidden = order.filter(i => data.volumePerAtom[i] < view[0] || data.volumePerAtom[i] > view[1]
            || data.enthalpyPerAtom[i] < view[2] || data.enthalpyPerAtom[i] > view[3]).length;
        return hidden ? `${hidden} outside of what is shown` : '';
    }

    function mark() {
        const {g} = prepare(above);
        if (drag?.to) {
            g.strokeStyle = colour('accent');
            g.strokeRect(drag.from[0], drag.from[1], drag.to[0] - drag.from[0], drag.to[1] - drag.from[1]);
        }
        if (at >= 0) {
            g.strokeStyle = colour('ink');
            g.lineWidth = 2;
            g.beginPath();
            g.arc(x(data.volumePerAtom[at]), y(data.enthalpyPerAtom[at]), 8, 0, 2 * Math.PI);
            g.stroke();
        }
        readout.textContent = at < 0 ? 'Point at a candidate, or use the arrow keys.' : `${data.id[at]} · ${fixed(data.enthalpyPerAtom[at], 4)} eV/atom · `
            + `${fixed(data.volumePerAtom[at], 2)} Å³/atom · ${data.cluster[at] === null ? 'no cluster' : rank[at] > 0 ? `cluster of rank ${rank[at]}` : 'another cluster'}`;
    }

    function nearest(px, py) {
        let best = -1;
        let least = NEAR * NEAR;
        for (let i = 0; i < n; i++) {
            const d = (x(data.volumePerAtom[i]) - px) ** 2 + (y(data.enthalpyPerAtom[i]) - py) ** 2;
            if (d < least) [least, best] = [d, i];
        }
        return best;
    }

    const spot = e => { const r = box.getBoundingClientRect(); return [e.clientX - r.left, e.clientY - r.top]; };

    box.addEventListener('pointermove', e => {
        if (!x) return;
        const place = spot(e);
        if (drag && Math.hypot(place[0] - drag.from[0], place[1] - drag.from[1]) > 6) drag.to = place;
        else {
            const found = nearest(...place);
            box.style.cursor = found >= 0 ? 'pointer' : 'crosshair';
            if (found >= 0) at = found;
        }
        mark();
    });
    box.addEventListener('pointerdown', e => { if (e.pointerType === 'mouse' && e.button === 0) drag = {from: spot(e), to: null}; });
    box.addEventListener('pointerup', e => {
        const zoomed = drag?.to;
        if (zoomed) {
            const [a, b] = [drag.from, zoomed];
            view = [x.back(Math.min(a[0], b[0])), x.back(Math.max(a[0], b[0])), y.back(Math.max(a[1], b[1])), y.back(Math.min(a[1], b[1]))];
        }
        drag = null;
        if (zoomed) draw();
        else {
            const found = x ? nearest(...spot(e)) : -1;
            if (found >= 0) choose(found);
        }
    });
    box.addEventListener('pointerleave', () => { drag = null; if (x) mark(); });
    box.addEventListener('dblclick', () => show(usual()));
    box.addEventListener('keydown', e => {
        const step = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -n, End: n}[e.key];
        if (step) {
            const next = at < 0 ? 0 : order.indexOf(at) + step;
            at = order[Math.max(0, Math.min(n - 1, next))];
            mark();
        } else if (e.key === 'Enter' && at >= 0) choose(at);
        else if (e.key === '+' || e.key === '-') zoom(e.key === '+' ? 0.7 : 1 / 0.7);
        else if (e.key === '0') show(all());
        else return;
        e.preventDefault();
    });

    function zoom(factor) {
        const middle = at >= 0 ? [data.volumePerAtom[at], data.enthalpyPerAtom[at]] : [(view[0] + view[1]) / 2, (view[2] + view[3]) / 2];
        show(view.map((edge, i) => middle[i >> 1] + (edge - middle[i >> 1]) * factor));
    }

    function choose(i) {
        at = i;
        mark();
        open(data.id[i]);
    }

    const resized = new ResizeObserver(draw);
    resized.observe(box);
    const forget = onThemeChange(draw);
    return {
        element,
        select: id => { at = data.id.indexOf(id); if (x) mark(); },
        destroy: () => { resized.disconnect(); forget(); },
    };
}
