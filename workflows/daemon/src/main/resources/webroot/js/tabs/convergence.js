// Whether the search has converged, and how the lowest structures changed from round to round.
import {ranks} from '../charts/ranks.js';
import {h, scroller} from '../dom.js';
import {fixed, formula, signed} from '../format.js';
import {empty, section} from '../section.js';
import {table} from '../table.js';

const MARKS = {same: '=', up: '↑', down: '↓', new: '+', moved: '~', first: '·'};
const SAID = {same: 'the same', up: 'nearer to rank 1', down: 'further from rank 1', new: 'new', moved: 'the same crystal, its energy moved', first: 'first round'};

/** How an entry of the top stands to the round before: its change, or that its energy moved by more than is tolerated. */
export function changeOf(entry, first, tolerance) {
    if (first) return 'first';
    if (entry.change === 'same' && Math.abs(entry.moved ?? 0) > tolerance) return 'moved';
    return entry.change;
}

const settingsOf = detail => ({k: detail.settings?.stop?.topK ?? null, tolerance: detail.settings?.stop?.tolerance ?? Infinity});

function strip(rounds, k, tolerance) {
    const depth = Math.min(k ?? Infinity, Math.max(...rounds.map(r => r.top.length)));
    const shown = rounds.slice(-12);
    return scroller('Changes of the lowest structures',
        h('div', {class: 'strip', style: {'--rounds': shown.length}},
            h('span', {}), shown.map(r => h('span', {class: 'head'}, r.round)),
            Array.from({length: depth}, (_, i) => [h('span', {}, `rank ${i + 1}`), shown.map(r => {
                const entry = r.top[i];
                const change = entry && changeOf(entry, r.round === rounds[0].round, tolerance);
                return h('i', {class: change ?? '', title: entry ? `round ${r.round}: ${entry.candidate}, ${SAID[change]}` : null}, entry ? MARKS[change] : '');
            })])));
}

/** The answer at a glance: how many of the lowest are unchanged, what the stopping rule said, and the same of earlier rounds. */
export function verdict({detail, convergence: rounds}, data) {
    if (!rounds.length) return empty('Not known yet: no round has been clustered.');
    const {k, tolerance} = settingsOf(detail);
    const last = rounds.at(-1);
    const top = last.top.slice(0, k ?? undefined);
    const same = top.filter(entry => changeOf(entry, rounds.length === 1, tolerance) === 'same').length;
    const converged = last.stopped || ['CONVERGED', 'EXHAUSTED'].includes(detail.exit);
    const answer = converged ? 'Yes' : rounds.length === 1 ? 'Not known after one round'
        : same === top.length ? 'Not yet' : `Not yet: ${same} of ${top.length} unchanged`;
    return h('div', {class: 'verdict'},
        h('p', {class: converged ? 'big ok' : 'big'}, answer),
        last.verdict && h('p', {class: 'muted'}, `After round ${last.round}: ${last.verdict}.`),
        strip(rounds, k, tolerance),
        h('p', {class: 'legend'}, ['same', 'up', 'moved', 'new'].map(change => h('span', {}, h('b', {class: `change ${change === 'moved' ? 'up' : change}`}, change === 'up' ? '↑ ↓' : MARKS[change]), ' ', {same: 'unchanged', up: 'other rank', moved: 'energy moved', new: 'new crystal'}[change]))));
}

function changes({detail, convergence: rounds}, data) {
    if (!rounds.length) return empty('Not known yet: no round has been clustered.');
    const {tolerance} = settingsOf(detail);
    const last = rounds.at(-1);
    // where the composition varies, ranks go by heights above the hull
    const hull = last.top.some(e => e.aboveHull !== undefined);
    return table({label: 'Lowest clusters', stack: true, rows: last.top, columns: [
        {title: 'rank', number: true, cell: e => e.rank},
        {title: 'candidate', head: true, cell: e => [h('i', {class: 'swatch', style: {'--c': `var(--rank-${Math.min(e.rank, 10)})`}}), h('a', {href: data.address(e.candidate, last.round)}, e.candidate)]},
        {title: 'cluster', minor: true, cell: e => e.cluster},
        hull && {title: 'composition', cell: e => formula(e.formula)},
        {title: 'surrogate enthalpy', unit: 'eV/atom', number: true, cell: e => fixed(e.enthalpyPerAtom, 4)},
        {title: hull ? 'above hull' : 'above lowest', unit: 'meV/atom', number: true, cell: e => fixed(1000 * (hull ? e.aboveHull : e.enthalpyPerAtom - last.top[0].enthalpyPerAtom), 1)},
        {title: 'moved', unit: 'meV/atom', number: true, cell: e => signed(e.moved === null ? null : 1000 * e.moved, 1)},
        {title: 'against the round before', cell: e => {
            const change = changeOf(e, rounds.length === 1, tolerance);
            return h('span', {class: `change ${change === 'moved' ? 'up' : change}`}, `${MARKS[change]} ${SAID[change]}`);
        }}].filter(Boolean)});
}

function history(rounds, data) {
    return h('details', {class: 'table'}, h('summary', {}, 'As a table: who was lowest in which round'),
        table({label: 'Lowest candidates by round', rows: rounds, columns: [
            {title: 'round', number: true, head: true, cell: r => r.round},
            ...rounds.at(-1).top.map((_, i) => ({title: `rank ${i + 1}`, cell: r => (r.top[i] ? h('a', {href: data.address(r.top[i].candidate, r.round)}, r.top[i].candidate) : '–')})),
            {title: 'stopping rule', cell: r => r.verdict ?? '–'}]}));
}

export function convergence(data, _, signal) {
    const load = async s => {
        const [detail, found] = await Promise.all([data.detail(s), data.convergence(s)]);
        return {detail: {settings: detail.settings, exit: detail.exit}, convergence: found};
    };
    const parts = [
        section({title: 'Is it converged?', size: 'five', signal, load, render: found => verdict(found, data)}),
        section({title: 'Ranks from round to round', note: 'a line a crystal', size: 'seven', signal, load: data.convergence,
            render: rounds => (rounds.length ? [ranks(rounds, data.address), history(rounds, data)] : empty('Not known yet: no round has been clustered.'))}),
        section({title: 'Lowest now', signal, load, render: found => changes(found, data)}),
    ];
    return {element: h('div', {class: 'grid'}, parts.map(part => part.element)), refresh: () => parts.forEach(part => part.refresh())};
}
