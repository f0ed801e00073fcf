// How the lowest clusters changed places from round to round, as SVG: a line a cluster, in the colour of its last rank.
import {s} from '../dom.js';
import {fixed, formula} from '../format.js';
import {figure} from './figure.js';

const ROW = 34;
const LEFT = 36;
const RIGHT = 152;
const TOP = 6;
const NUMBER = 30;
// of the last ones, rounds that have room to be told apart
const STEP = 26;

/** Draws rounds of {round, top: [{rank, cluster, candidate, enthalpyPerAtom, aboveHull, formula}]}; address(candidate, round) is where a mark leads. */
export const ranks = (rounds, address) => figure(width =>
    draw(rounds.slice(-Math.max(2, Math.floor((width - LEFT - RIGHT) / STEP) + 1)), address, width));

const told = entry => (entry.aboveHull === undefined
    ? `${fixed(entry.enthalpyPerAtom, 4)} eV/atom`
    : `${formula(entry.formula)}, ${fixed(1000 * entry.aboveHull, 1)} meV/atom above the hull`);

const brief = entry => (entry.aboveHull === undefined ? fixed(entry.enthalpyPerAtom, 4) : formula(entry.formula));

function draw(rounds, address, width) {
    const depth = Math.max(...rounds.map(round => round.top.length));
    const height = TOP + depth * ROW + 26;
    const room = width - LEFT - RIGHT;
    const step = room / Math.max(1, rounds.length - 1);
    const x = i => LEFT + (rounds.length === 1 ? room / 2 : i * step);
    const y = rank => TOP + (rank - 0.5) * ROW;
    const every = Math.ceil(NUMBER / step);
    const last = rounds.at(-1).top;
    const colourOf = new Map(last.map(entry => [entry.cluster, `rank-${Math.min(entry.rank, 10)}`]));
    const style = cluster => ({'--c': `var(--${colourOf.get(cluster) ?? 'rank-none'})`});
    const label = `Ranks of the lowest clusters over ${rounds.length} rounds; now lowest: ${last.slice(0, 3).map(e => e.candidate).join(', ')}`;
    return s('svg', {viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': label},
        Array.from({length: depth}, (_, k) => s('text', {x: 4, y: y(k + 1) + 4}, k + 1)),
        rounds.map((round, i) => (rounds.length - 1 - i) % every === 0 && s('text', {x: x(i), y: height - 6, 'text-anchor': 'middle'}, `r${round.round}`)),
        ways(rounds).map(({cluster, from, to, i}) => s('path', {
            class: colourOf.has(cluster) ? 'line' : 'line faint', style: style(cluster),
            d: `M${x(i)} ${y(from)}C${x(i) + step / 2} ${y(from)} ${x(i + 1) - step / 2} ${y(to)} ${x(i + 1)} ${y(to)}`,
        })),
        rounds.map((round, i) => round.top.map(entry =>
            s('a', {href: address(entry.candidate, round.round), 'aria-label': `round ${round.round}, rank ${entry.rank}: ${entry.candidate}, ${told(entry)}`},
                s('circle', {class: 'dotmark', cx: x(i), cy: y(entry.rank), r: 7, style: style(entry.cluster)},
                    s('title', {}, `${entry.candidate} (cluster ${entry.cluster}): ${told(entry)}`))))),
        last.map(entry => s('text', {x: x(rounds.length - 1) + 16, y: y(entry.rank) + 4},
            s('tspan', {class: 'value'}, entry.candidate), `  ${brief(entry)}`)));
}

// the steps of clusters that are among the lowest of two rounds that follow each other
function ways(rounds) {
    return rounds.slice(1).flatMap((round, i) => round.top.map(entry =>
        ({cluster: entry.cluster, i, to: entry.rank, from: rounds[i].top.find(before => before.cluster === entry.cluster)?.rank}))
        .filter(way => way.from));
}
