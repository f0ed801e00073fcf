// Where a campaign stands at a glance: the loop, whether it has converged, budgets, what each round brought, results.
import {get, ofCampaign} from '../api.js';
import {loop} from '../charts/loop.js';
import {bars, lines} from '../charts/rounds.js';
import {h} from '../dom.js';
import {count, counted, fixed, formula, hours} from '../format.js';
import {empty, section} from '../section.js';
import {badge, track} from '../states.js';
import {table} from '../table.js';
import {verdict} from './convergence.js';

export const OUTCOMES = [
    ['converged', 'converged'], ['uncertain', 'uncertain'], ['patience', 'patience'], ['steps', 'steps'],
    ['collapsed', 'broken'], ['exploded', 'broken'], ['not_finite', 'broken'],
];

const nothingYet = 'Nothing yet: the first round is not that far.';

function standing({detail, rounds}) {
    const round = rounds.find(r => r.round === detail.round);
    const relaxed = Object.values(round?.relaxed ?? {}).reduce((a, b) => a + b, 0);
    const notes = {generating: detail.candidates ? counted(detail.candidates, 'candidate') : null};
    if (detail.phase !== 'done') {
        if (round && round.labels + round.failedLabels + round.openLabels > 0) {
            notes.labelling = `${count(round.labels)} of ${count(round.labels + round.failedLabels + round.openLabels)}${round.failedLabels ? `, ${round.failedLabels} failed` : ''}`;
        }
        if (relaxed) notes.relaxing = `${count(relaxed)} of ${count(detail.candidates)}`;
        if (detail.phase === 'finishing' && detail.progress) notes.finishing = `${detail.progress.done} of ${detail.progress.total}`;
    }
    return loop({phase: detail.phase, round: detail.round, paused: detail.wish === 'PAUSE', progress: detail.progress, notes});
}

function budgets({budgets: now, best, jobs}) {
    const open = ['CREATED', 'SUBMITTING', 'PENDING', 'RUNNING', 'UNKNOWN'].reduce((sum, state) => sum + (jobs?.[state] ?? 0), 0);
    const meter = (name, budget, text) => h('div', {class: 'meter'},
        h('span', {}, name), h('span', {}, h('b', {}, text(budget?.used ?? 0)), h('span', {class: 'muted'}, budget?.limit === null || !budget ? ' · no limit' : ` of ${text(budget.limit)}`)),
        budget && budget.limit !== null && track(budget.used, budget.limit, name));
    return [h('dl', {class: 'facts'},
        best?.onHull === undefined
            ? h('div', {}, h('dt', {}, 'lowest so far'), h('dd', {}, best ? [fixed(best.enthalpyPerAtom, 4), h('small', {}, ' eV/atom')] : '–'))
            : h('div', {}, h('dt', {}, 'on the hull so far'), h('dd', {}, count(best.onHull))),
        h('div', {}, h('dt', {}, 'open jobs'), h('dd', {}, count(open)))),
    h('h3', {}, 'Budgets'),
    h('div', {class: 'meters'}, meter('Labels', now.labels, count), meter('Rounds', now.rounds, count), meter('Wall clock', now.walltimeHours, hours), meter('Core-hours', now.coreHours, value => (value < 10 ? fixed(value, 2) : count(Math.round(value)))))];
}

function labels(rounds) {
    const known = rounds.filter(r => r.labels + r.failedLabels + (r.openLabels ?? 0) > 0);
    if (!known.length) return empty(nothingYet);
    return bars({
        label: `Labels a round, ${known.reduce((sum, r) => sum + r.labels, 0)} in all`, unit: 'labels', rounds: known.map(r => r.round),
        series: [
            {name: 'done', colour: 'converged', values: known.map(r => r.labels)},
            {name: 'failed', colour: 'broken', values: known.map(r => r.failedLabels)},
            {name: 'under way', colour: 'steps', values: known.map(r => r.openLabels ?? 0)}],
    });
}

function relaxations(rounds) {
    const known = rounds.filter(r => Object.keys(r.relaxed ?? {}).length);
    if (!known.length) return empty(nothingYet);
    const of = (round, outcome) => round.relaxed[outcome] ?? round.relaxed[outcome.toUpperCase()] ?? 0;
    return bars({
        label: 'Relaxations a round, by how they ended', unit: 'candidates', rounds: known.map(r => r.round),
        series: OUTCOMES.map(([name, colour]) => ({name: name.replace('_', ' '), colour, values: known.map(r => of(r, name))})),
    });
}

// enthalpies of several compositions do not compare
const stable = rounds => bars({
    label: `Structures on the hull a round, now ${rounds.at(-1).onHull}`, unit: 'on the convex hull', height: 280, rounds: rounds.map(r => r.round),
    series: [{name: 'on the hull', colour: 'rank-1', values: rounds.map(r => r.onHull ?? 0)}],
});

function energies(rounds) {
    const known = rounds.filter(r => r.lowest.length);
    if (!known.length) return empty(nothingYet);
    if (known.some(r => r.onHull !== undefined)) return stable(known);
    const rank = k => known.map(r => r.lowest[k]?.enthalpyPerAtom ?? NaN);
    const others = [1, 2, 3, 4].filter(k => rank(k).some(Number.isFinite));
    return lines({
        label: `Lowest enthalpy a round, now ${fixed(rank(0).at(-1), 4)} eV/atom`, unit: 'eV/atom', height: 280, rounds: known.map(r => r.round),
        series: [...others.reverse().map(k => ({name: `rank ${k + 1}`, colour: 'rank-none', values: rank(k), faint: true, unnamed: k !== 1})),
            {name: 'lowest', colour: 'rank-1', values: rank(0)}].map(one => (one.name === 'rank 2' ? {...one, name: 'ranks 2 to 5'} : one)),
    });
}

function ofAtoms(species) {
    const counts = new Map();
    for (const element of species) counts.set(element, (counts.get(element) ?? 0) + 1);
    return [...counts].map(([element, n]) => element + (n === 1 ? '' : n)).join('');
}

function results(found, data) {
    if (!found.results.length) return empty('They come when the lowest structures have been relaxed with the DFT code.');
    const lowest = found.results[0].enthalpyPerAtom;
    // where the composition varies, energies are compared by their heights above the hull
    const hull = found.results[0].aboveHull !== undefined;
    return table({label: 'Results', stack: true, rows: found.results, columns: [
        {title: 'rank', number: true, cell: r => r.rank},
        {title: 'candidate', head: true, cell: r => h('a', {href: data.address(r.candidate)}, r.candidate)},
        hull && {title: 'composition', cell: r => formula(ofAtoms(r.structure.species))},
        {title: 'space group', cell: r => r.spaceGroup},
        {title: 'enthalpy', unit: 'eV/atom', number: true, cell: r => fixed(r.enthalpyPerAtom, 6)},
        {title: hull ? 'above hull' : 'above best', unit: 'meV/atom', number: true, cell: r => fixed(1000 * (hull ? r.aboveHull : r.enthalpyPerAtom - lowest), 2)},
        {title: 'volume', unit: 'Å³/atom', number: true, cell: r => fixed(r.volumePerAtom, 3)},
        {title: 'max force', unit: 'eV/Å', number: true, cell: r => fixed(r.maxForce, 4)},
        {title: 'relaxed', cell: r => (r.converged ? badge('yes', 'ok') : badge('not yet', 'warn'))},
        {title: 'found', number: true, cell: r => `${r.found}×`}].filter(Boolean)});
}

export function overview(data, _, signal) {
    const both = async s => {
        const [detail, rounds] = await Promise.all([data.detail(s), data.rounds(s)]);
        return {detail, rounds};
    };
    const parts = [
        section({title: 'The loop', size: 'two-thirds', signal, load: both, render: standing}),
        section({title: 'So far', size: 'third', signal, load: data.detail, render: budgets}),
        section({title: 'Is it converged?', size: 'half', signal, load: async s => ({...await both(s), convergence: await data.convergence(s)}), render: found => verdict(found, data)}),
        section({title: 'The lowest structures', note: 'by the surrogate of each round', size: 'half', signal, load: data.rounds, render: energies}),
        section({title: 'Labels', note: 'calculations with the DFT code', size: 'half', signal, load: data.rounds, render: labels}),
        section({title: 'Relaxations', note: 'with the surrogate, by how they ended', size: 'half', signal, load: data.rounds, render: relaxations}),
        section({title: 'Results', note: 'after the final relaxation with the DFT code', signal, load: s => get(ofCampaign(data.id, '/results'), s), render: found => results(found, data)}),
    ];
    return {element: h('div', {class: 'grid even'}, parts.map(part => part.element)), refresh: () => parts.forEach(part => part.refresh())};
}
