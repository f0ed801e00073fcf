// Charts over rounds, as SVG: stacked bars, lines. Both have the same frame, so that they line up under each other.
import {h, s} from '../dom.js';
import {figure} from './figure.js';
import {linear, ticks, tickText} from './scale.js';

const LEFT = 68;
const RIGHT = 10;
const TOP = 14;
const BOTTOM = 36;
// pixels that the number of a round takes
const NUMBER = 26;

function frame({label, rounds, low, high, unit, plot, height = 220}, width) {
    const step = (width - LEFT - RIGHT) / Math.max(rounds.length, 1);
    const x = i => LEFT + (i + 0.5) * step;
    const y = linear(low, high, height - BOTTOM, TOP);
    const marks = ticks(low, high, 4);
    const text = tickText(marks);
    const every = Math.ceil(NUMBER / step);
    const middle = (TOP + height - BOTTOM) / 2;
    return s('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label},
        marks.map((mark, i) => [
            s('line', {class: 'axis', x1: LEFT, x2: width - RIGHT, y1: y(mark), y2: y(mark)}),
            s('text', {x: LEFT - 8, y: y(mark) + 4, 'text-anchor': 'end'}, text[i])]),
        s('text', {x: 11, y: middle, 'text-anchor': 'middle', transform: `rotate(-90 11 ${middle})`}, unit),
        rounds.map((round, i) => i % every === 0 && s('text', {x: x(i), y: height - BOTTOM + 16, 'text-anchor': 'middle'}, round)),
        s('text', {x: (LEFT + width - RIGHT) / 2, y: height - 3, 'text-anchor': 'middle'}, 'round'),
        plot(x, y, step, width));
}

const legend = series => h('p', {class: 'legend'}, series.map(one =>
    h('span', {}, h('i', {class: 'swatch', style: {'--c': `var(--${one.colour})`}}), one.name)));

/** Bars of stacked counts; a series is {name, colour, values}, one value a round. */
export function bars({label, rounds, series, unit, height}) {
    const totals = rounds.map((_, i) => series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0));
    const plot = (x, y, step) => rounds.map((round, i) => {
        const width = Math.min(44, step * 0.64);
        let sum = 0;
        return series.map(one => {
            const value = one.values[i] ?? 0;
            if (value === 0) return null;
            const from = sum;
            sum += value;
            return s('rect', {class: 'bar', x: x(i) - width / 2, width, y: y(sum), height: Math.max(1, y(from) - y(sum)), style: {'--c': `var(--${one.colour})`}},
                s('title', {}, `round ${round}: ${value} ${one.name}`));
        });
    });
    return figure(width => frame({label, rounds, height, low: 0, high: Math.max(1, ...totals) * 1.05, unit, plot}, width),
        legend(series.filter(one => one.values.some(value => value > 0))));
}

/**
 * Lines with a mark a round; a series is {name, colour, values, faint, dashed, unnamed}; aim is {value, text}, a line to come
 * to; low and high are part of the range in any case.
 */
export function lines({label, rounds, series, unit, aim, low, high, height, digits = 4}) {
    const values = series.flatMap(one => one.values).concat(aim ? [aim.value] : []).filter(Number.isFinite);
    const least = low ?? Math.min(...values);
    const most = Math.max(high ?? -Infinity, ...values);
    const room = (most - least || Math.abs(most) || 1) * 0.1;
    const plot = (x, y, _, width) => [
        aim && s('line', {class: 'aim', x1: LEFT, x2: width - RIGHT, y1: y(aim.value), y2: y(aim.value)}),
        aim && s('text', {class: 'aim-text', x: LEFT + 4, y: y(aim.value) - 5}, aim.text),
        series.map(one => drawn(one, rounds, x, y, digits))];
    return figure(width => frame({label, rounds, height, low: low ?? least - room, high: most + room, unit, plot}, width),
        legend(series.filter(one => !one.unnamed)));
}

function drawn({name, colour, values, faint, dashed}, rounds, x, y, digits) {
    const points = values.map((value, i) => [x(i), y(value), value, rounds[i]]).filter(p => Number.isFinite(p[2]));
    const style = {'--c': `var(--${colour})`};
    const d = points.map((p, i) => `${i ? 'L' : 'M'}${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join('');
    return [
        s('path', {class: `line ${faint ? 'faint' : ''} ${dashed ? 'dashed' : ''}`, d, style}),
        points.map(p => s('circle', {class: 'dotmark', cx: p[0], cy: p[1], r: faint ? 2.5 : 4, style},
            s('title', {}, `round ${p[3]}: ${name} ${p[2].toFixed(digits)}`)))];
}
