// The loop, drawn, with where it stands now.
import {freshId, h, s} from '../dom.js';

const PHASES = ['generating', 'selecting', 'labelling', 'training', 'relaxing', 'clustering', 'finishing', 'ranking'];
const WORDS = {
    generating: ['random structures', 'of the composition'],
    selecting: ['select', 'some of each cluster'],
    labelling: ['DFT jobs', 'energy, forces, stress'],
    training: ['train the surrogate', 'it knows its error'],
    relaxing: ['relax the pool', 'until it is uncertain'],
    clustering: ['cluster', 'are the lowest stable?'],
    finishing: ['final relaxation', 'by DFT'],
    ranking: ['ranking', 'the final table'],
};

const WIDE = {
    name: 'wide', size: [860, 232], box: [176, 66],
    at: {generating: [8, 16], selecting: [230, 16], labelling: [452, 16], training: [674, 16], relaxing: [674, 148], clustering: [452, 148], finishing: [230, 148], ranking: [8, 148]},
    ways: ['M184 49H228', 'M406 49H450', 'M628 49H672', 'M762 82V146', 'M674 181H630', 'M452 181H408', 'M230 181H186', 'M500 148 C480 118 360 124 334 84'],
    notes: [[470, 120, 'start', 'not yet: the next round'], [430, 172, 'middle', 'stable']],
};
const NARROW = {
    name: 'narrow', size: [340, 520], box: [196, 50],
    at: Object.fromEntries(PHASES.map((phase, i) => [phase, [32, 4 + i * 66]])),
    ways: [...PHASES.slice(1).map((_, i) => `M130 ${54 + i * 66}V${68 + i * 66}`), 'M228 359 C300 350 300 104 230 95'],
    notes: [[252, 222, 'start', 'next round']],
};

/**
 * Draws the loop.
 *
 * phase is where it stands; notes replaces the line in a box, as {phase: text}; progress is {done, total} of the phase or null.
 */
export function loop({phase, round, paused, notes, progress}) {
    // structures are added just before the pool is relaxed, and have no box of their own
    const now = phase === 'done' ? PHASES.length : PHASES.indexOf(phase === 'proposing' ? 'relaxing' : phase);
    const label = phase === 'done' ? 'The loop: done' : `The loop: round ${round}, ${phase}${paused ? ', paused' : ''}${progress ? `, ${progress.done} of ${progress.total}` : ''}`;
    return h('figure', {class: 'loop', role: 'img', 'aria-label': label, 'data-phase': phase},
        [WIDE, NARROW].map(layout => draw(layout, {phase, now, paused, notes, progress})));
}

function draw(layout, {phase, now, paused, notes, progress}) {
    const tip = freshId('tip');
    const [width, height] = layout.box;
    const state = (name, i) => {
        if (i === now) return paused ? 'now still' : 'now';
        if (phase === 'done' && name === 'ranking') return 'last';
        return i < now ? 'past' : 'ahead';
    };
    return s('svg', {viewBox: `0 0 ${layout.size[0]} ${layout.size[1]}`, class: layout.name, 'aria-hidden': 'true'},
        s('defs', {}, s('marker', {id: tip, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse'},
            s('path', {class: 'tip', d: 'M0 0 10 5 0 10z'}))),
        layout.ways.map(d => s('path', {class: 'way', d, 'marker-end': `url(#${tip})`})),
        layout.notes.map(([x, y, anchor, text]) => s('text', {class: 'note', x, y, style: {'text-anchor': anchor}}, text)),
        PHASES.map((name, i) => {
            const [x, y] = layout.at[name];
            const middle = x + width / 2;
            const share = i === now && progress?.total ? progress.done / progress.total : null;
            return s('g', {class: state(name, i), 'data-phase': name},
                s('rect', {class: 'box', x, y, width, height, rx: 9}),
                share !== null && s('rect', {class: 'gauge', x: x + 12, y: y + height - 8, width: Math.max(2, (width - 24) * share), height: 3, rx: 1.5}),
                s('text', {class: 'word', x: middle, y: y + height / 2 - 5}, WORDS[name][0]),
                s('text', {class: 'note', x: middle, y: y + height / 2 + 14}, notes[name] ?? WORDS[name][1]));
        }));
}
