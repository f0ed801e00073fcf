// Energies, or under pressure enthalpies, over composition, as SVG: a convex hull of two elements, a triangle of three.
import {s} from '../dom.js';
import {fixed, formula} from '../format.js';
import {figure} from './figure.js';
import {linear, padded, ticks, tickText} from './scale.js';

// what differs from a whole share by less is the element alone
const ROUNDING = 1e-6;
// pixels that a formula takes
const NAME = 44;

const title = point => s('title', {}, `${formula(point.formula)} ${point.candidate}: ${fixed(point.formationEnergyPerAtom, 3)} eV/atom, ${fixed(1000 * point.aboveHull, 0)} meV/atom above the hull`);

const marked = (point, x, y, colour, address) => s('a', {href: address(point.candidate), 'aria-label': `${point.formula} ${point.candidate}, ${fixed(1000 * point.aboveHull, 0)} meV/atom above the hull`},
    s('circle', {class: 'dotmark', cx: x, cy: y, r: 6, style: {'--c': `var(--${colour})`}}, title(point)));

const faint = (point, x, y) => s('circle', {class: 'bar', cx: x, cy: y, r: 3, style: {'--c': 'var(--rank-none)', opacity: 0.55}}, title(point));

/** The stable points, one a composition; of others nothing says with which they coexist. */
export const stable = points => points.filter(p => p.coexistsWith);

// each pair of stable points that coexist, once
function ties(points) {
    const corners = stable(points);
    return corners.flatMap((one, i) => corners.slice(i + 1).filter(other => one.coexistsWith.includes(other.formula)).map(other => [one, other]));
}

/** The lowest point of each composition. */
export function lowestOfEach(points) {
    const lowest = new Map();
    for (const point of points) {
        if (!(lowest.get(point.formula)?.aboveHull <= point.aboveHull)) lowest.set(point.formula, point);
    }
    return [...lowest.values()];
}

/** What is drawn over composition, at a pressure in GPa. */
export const quantity = pressure => pressure ? `formation enthalpy at ${number(pressure)} GPa` : 'formation energy';

const number = x => String(x).replace('-', '−');

/** Draws two elements: formation energy over the share of the second one; enthalpy where there is a pressure, in GPa. */
export const binary = (points, elements, address, pressure = 0) => figure(width => pair(points, elements, address, pressure, width));

function pair(points, [first, second], address, pressure, width) {
    const [height, left, right, top, bottom] = [380, 66, 20, 24, 44];
    const share = point => point.x[second] ?? 0;
    const lowest = Math.min(0, ...points.map(p => p.formationEnergyPerAtom));
    // what lies far above tells nothing about the hull; of each composition at least the lowest is drawn
    const [e0, e1] = padded(lowest, Math.max(0.05, -0.35 * lowest, ...lowestOfEach(points).map(p => p.formationEnergyPerAtom)), 0.08);
    const x = linear(0, 1, left, width - right);
    const y = linear(e0, e1, height - bottom, top);
    const corners = stable(points).sort((a, b) => share(a) - share(b));
    const marks = ticks(e0, e1, 6);
    const text = tickText(marks);
    return s('svg', {viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': `Convex hull of ${first} and ${second}; stable: ${corners.map(p => p.formula).join(', ')}`},
        marks.map((mark, i) => [s('line', {class: 'axis', x1: left, x2: width - right, y1: y(mark), y2: y(mark)}), s('text', {x: left - 8, y: y(mark) + 4, 'text-anchor': 'end'}, text[i])]),
        [0, 0.25, 0.5, 0.75, 1].map(mark => s('text', {x: x(mark), y: height - bottom + 18, 'text-anchor': 'middle'}, mark)),
        s('text', {x: (left + width - right) / 2, y: height - 6, 'text-anchor': 'middle'}, `share of ${second}`),
        s('text', {x: 14, y: height / 2 - 10, 'text-anchor': 'middle', transform: `rotate(-90 14 ${height / 2 - 10})`}, `${quantity(pressure)} [eV/atom]`),
        points.filter(p => !p.coexistsWith && p.formationEnergyPerAtom <= e1).map(p => faint(p, x(share(p)), y(p.formationEnergyPerAtom))),
        s('path', {class: 'line', style: {'--c': 'var(--accent)'}, d: corners.map((p, i) => `${i ? 'L' : 'M'}${x(share(p)).toFixed(1)} ${y(p.formationEnergyPerAtom).toFixed(1)}`).join('')}),
        corners.map((p, i) => [marked(p, x(share(p)), y(p.formationEnergyPerAtom), 'accent', address),
            // where two are too near for both names, that of the second one is left to its tooltip
            (i === 0 || x(share(p)) - x(share(corners[i - 1])) > NAME) && s('text', {class: 'value', x: x(share(p)), y: y(p.formationEnergyPerAtom) + 22, 'text-anchor': share(p) === 0 ? 'start' : share(p) === 1 ? 'end' : 'middle'}, formula(p.formula))]));
}

/** Draws three elements: a triangle with the stable compositions and what lies less than 100 meV/atom above. */
export const ternary = (points, elements, address) => figure(width => triangle(points, elements, address, width));

function triangle(points, elements, address, width) {
    const side = Math.min(width - 60, 480);
    const height = side * Math.sqrt(3) / 2 + 90;
    const corners = [[(width - side) / 2, height - 45], [(width + side) / 2, height - 45], [width / 2, 45]];
    const place = p => [0, 1].map(k => elements.reduce((sum, element, i) => sum + (p.x[element] ?? 0) * corners[i][k], 0));
    return s('svg', {viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': `Compositions of ${elements.join(', ')}; stable: ${stable(points).map(p => p.formula).join(', ')}`},
        s('path', {class: 'axis triangle', d: `M${corners.map(c => c.join(' ')).join('L')}Z`}),
        elements.map((element, i) => s('text', {class: 'value', x: corners[i][0], y: corners[i][1] + (i === 2 ? -18 : 28), 'text-anchor': 'middle'}, element)),
        ties(points).map(([a, b]) => s('path', {class: 'line faint', style: {'--c': 'var(--accent)'}, d: `M${place(a).join(' ')}L${place(b).join(' ')}`})),
        points.filter(p => !p.coexistsWith && p.aboveHull < 0.1).map(p => faint(p, ...place(p))),
        s('text', {x: 4, y: height - 4}, 'grey: less than 100 meV/atom above the hull'),
        stable(points).map(p => [marked(p, ...place(p), 'accent', address),
            Object.values(p.x).some(share => share > 1 - ROUNDING) || s('text', {class: 'value', x: place(p)[0] + 10, y: place(p)[1] + 4}, formula(p.formula))]));
}
