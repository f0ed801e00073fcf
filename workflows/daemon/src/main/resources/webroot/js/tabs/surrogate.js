// How far the surrogate can be trusted: its errors on labels that it had not seen, and its own uncertainties beside them.
import {lines} from '../charts/rounds.js';
import {h} from '../dom.js';
import {fixed, percent} from '../format.js';
import {empty, section} from '../section.js';
import {table} from '../table.js';

const NONE = 'Known from the second round on: labels that the surrogate chose are compared with what it had said of them.';

const tested = rounds => rounds.filter(r => r.heldOut);
const column = (rounds, quantity, name, factor = 1) => rounds.map(r => (r.heldOut[quantity]?.[name] ?? NaN) * factor);

const chart = options => rounds => {
    const known = tested(rounds);
    return known.length ? lines({rounds: known.map(r => r.round), ...options(known)}) : empty(NONE);
};

const error = (quantity, unit, text) => chart(known => ({
    label: `Error of ${text} by round, now ${fixed(column(known, quantity, 'mae').at(-1), 3)} ${unit}`, unit, low: 0, digits: 3,
    series: [{name: 'mean error', colour: 'rank-1', values: column(known, quantity, 'mae')},
        {name: 'its own σ', colour: 'rank-4', values: column(known, quantity, 'std'), dashed: true}],
}));

const ratio = chart(known => ({
    label: 'Errors over predicted standard deviations by round', unit: 'RMSE / σ', low: 0, digits: 2, aim: {value: 1, text: 'right'},
    series: [{name: 'energy', colour: 'rank-1', values: column(known, 'energy', 'rmseOverStd')}, {name: 'forces', colour: 'rank-2', values: column(known, 'forces', 'rmseOverStd')}],
}));

const within = chart(known => ({
    label: 'Share of errors within one standard deviation by round', unit: 'within 1σ [%]', low: 0, high: 100, digits: 0, aim: {value: 68, text: '68 %'},
    series: [{name: 'energy', colour: 'rank-1', values: column(known, 'energy', 'within1Std', 100)}, {name: 'forces', colour: 'rank-2', values: column(known, 'forces', 'within1Std', 100)}],
}));

function numbers(rounds) {
    const known = tested(rounds);
    if (!known.length) return empty(NONE);
    const of = (quantity, name, write) => r => write(r.heldOut[quantity]?.[name]);
    const both = (title, name, write) => ['energy', 'forces'].map(quantity =>
        ({title: `${quantity} ${title}`, number: true, cell: of(quantity, name, write)}));
    return table({label: 'Held-out errors', rows: known, columns: [
        {title: 'round', number: true, head: true, cell: r => r.round},
        {title: 'labels', number: true, cell: r => r.heldOut.structures},
        {title: 'energy MAE', unit: 'meV/atom', number: true, cell: of('energy', 'mae', v => fixed(v, 1))},
        {title: 'forces MAE', unit: 'eV/Å', number: true, cell: of('forces', 'mae', v => fixed(v, 3))},
        ...both('RMSE/σ', 'rmseOverStd', v => fixed(v, 2)),
        ...both('within 1σ', 'within1Std', percent),
        ...both('rank correlation', 'rankCorrelation', v => fixed(v, 2)),
        {title: 'finds worst tenth', number: true, cell: of('forces', 'worstTenthArea', v => fixed(v, 2))}]});
}

function model(rounds) {
    const trained = rounds.filter(r => Object.keys(r.training ?? {}).length).at(-1);
    if (!trained) return empty('No surrogate has been trained yet.');
    return [h('p', {class: 'muted small'}, `Trained in round ${trained.round}.`), h('dl', {class: 'facts plain'},
        Object.entries(trained.training).filter(([key]) => key !== 'data hash').map(([key, value]) => h('div', {}, h('dt', {}, key), h('dd', {}, value))))];
}

export function surrogate(data, _, signal) {
    const card = (title, note, render, size = 'half') => section({title, note, size, signal, load: data.rounds, render});
    const parts = [
        card('Error of energies', 'on labels it had not seen', error('energy', 'meV/atom', 'energies')),
        card('Error of forces', 'on labels it had not seen', error('forces', 'eV/Å', 'forces')),
        card('Are its uncertainties the right size?', '1 is right; above, it is too sure', ratio),
        card('How many errors lie within 1σ?', '68 % is right', within),
        card('In numbers', 'labels against what the surrogate of the round before had said of them', numbers, ''),
        card('The model', null, model, ''),
    ];
    return {element: h('div', {class: 'grid even'}, parts.map(part => part.element)), refresh: () => parts.forEach(part => part.refresh())};
}
