// Which compositions are stable: the convex hull of what was calculated.
import {get, ofCampaign} from '../api.js';
import {binary, lowestOfEach, quantity, stable, ternary} from '../charts/hull.js';
import {h} from '../dom.js';
import {fixed, formula} from '../format.js';
import {empty, section} from '../section.js';
import {table} from '../table.js';

const MOST = 40;

function drawn(points, pressure, data) {
    if (!points.length) return empty('A hull needs labels of several compositions, with each element alone among them.');
    const elements = [...new Set(points.flatMap(point => Object.keys(point.x)))].sort();
    if (elements.length === 2) return binary(points, elements, data.address, pressure);
    if (elements.length === 3) return ternary(points, elements, data.address);
    return empty(`${elements.length} elements cannot be drawn; the table tells the same.`);
}

function listed(points, pressure, data) {
    if (!points.length) return empty('No point yet.');
    const rows = lowestOfEach(points).sort((a, b) => a.aboveHull - b.aboveHull || a.formationEnergyPerAtom - b.formationEnergyPerAtom).slice(0, MOST);
    return table({label: 'Lowest structure of each composition', stack: true, rows, columns: [
        {title: 'composition', head: true, cell: p => formula(p.formula)},
        {title: 'candidate', cell: p => h('a', {href: data.address(p.candidate)}, p.candidate)},
        {title: quantity(pressure), unit: 'eV/atom', number: true, cell: p => fixed(p.formationEnergyPerAtom, 4)},
        {title: 'above hull', unit: 'meV/atom', number: true, cell: p => fixed(1000 * p.aboveHull, 1)}]});
}

export function hull(data, _, signal) {
    const load = async s => {
        const [points, detail] = await Promise.all([get(ofCampaign(data.id, '/hull'), s), data.detail(s)]);
        return {points, pressure: Number(detail.settings?.search?.pressure) || 0};
    };
    const parts = [
        section({title: 'Convex hull', size: 'seven', signal, load, render: ({points, pressure}) => [drawn(points, pressure, data), points.length ? h('p', {class: 'muted small'}, `${stable(points).length} stable of ${points.length} calculated structures.`) : null]}),
        section({title: 'Lowest of each composition', size: 'five', signal, load, render: ({points, pressure}) => listed(points, pressure, data)}),
    ];
    return {element: h('div', {class: 'grid'}, parts.map(part => part.element)), refresh: () => parts.forEach(part => part.refresh())};
}
