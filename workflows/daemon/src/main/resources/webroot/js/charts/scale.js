// From numbers to places on a chart.
import {fixed} from '../format.js';

/** Returns up to about n round numbers between two. */
export function ticks(low, high, n) {
    if (!(high > low)) return [low];
    const rough = (high - low) / n;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].find(k => k * power >= rough) * power;
    const marks = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) marks.push(i * step);
    return marks;
}

/** Writes ticks with as many decimals as their step needs. */
export function tickText(marks) {
    const step = marks.length > 1 ? marks[1] - marks[0] : 1;
    const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
    return marks.map(mark => fixed(Math.abs(mark) < step * 1e-6 ? 0 : mark, decimals));
}

/** Returns a linear function from a range of numbers onto a range of places; `back` turns it round. */
export function linear(low, high, from, to) {
    const slope = (to - from) / (high - low || 1);
    const scale = value => from + (value - low) * slope;
    scale.back = place => low + (place - from) / (slope || 1);
    return scale;
}

/** Widens a range by a share of it on both sides. */
export function padded(low, high, share = 0.06) {
    const room = (high - low || Math.abs(high) || 1) * share;
    return [low - room, high + room];
}

/** The value below which a share of sorted numbers lies. */
export const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
