// Numbers, times and words as people read them. A number that is missing is a dash.

export const DASH = '–';
const MINUS = '\u2212';

const isNumber = value => typeof value === 'number' && Number.isFinite(value);

/** A number with so many decimals and a real minus sign, which a zero never has. */
export function fixed(value, decimals) {
    if (!isNumber(value)) return DASH;
    const text = value.toFixed(decimals);
    return Number(text) === 0 ? text.replace('-', '') : text.replace('-', MINUS);
}

/** A number with a sign, such as a change. */
export const signed = (value, decimals) =>
    isNumber(value) ? (Number(value.toFixed(decimals)) > 0 ? '+' : '') + fixed(value, decimals) : DASH;

/** A count, in groups of three digits. */
export const count = value => (isNumber(value) ? value.toLocaleString('en').replaceAll(',', '\u202f') : DASH);

/** A count with its noun. */
export const counted = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

export const percent = value => (isNumber(value) ? `${Math.round(value * 100)} %` : DASH);

/** A duration from hours. */
export function hours(value) {
    if (!isNumber(value)) return DASH;
    if (value >= 10) return `${Math.round(value)} h`;
    if (value >= 1) return `${value.toFixed(1)} h`;
    return value * 60 >= 1 ? `${Math.round(value * 60)} min` : `${Math.round(value * 3600)} s`;
}

/** A moment in this browser's time zone, without the day where it is today. */
export function time(iso) {
    const at = iso ? new Date(iso) : null;
    if (!at || Number.isNaN(at.getTime())) return DASH;
    const two = n => String(n).padStart(2, '0');
    const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
    const now = new Date();
    return at.toDateString() === now.toDateString()
        ? clock
        : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock}`;
}

/** A moment to come in this browser's time zone, to the minute, with the day of the week. */
export function moment(iso) {
    const at = new Date(iso);
    return at.toLocaleString('en-GB', {weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});
}

/** How long ago a moment was. */
export function ago(iso) {
    const seconds = (Date.now() - new Date(iso).getTime()) / 1000;
    if (!Number.isFinite(seconds)) return DASH;
    if (seconds < 5) return 'now';
    if (seconds < 90) return `${Math.round(seconds)} s ago`;
    if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
    if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h ago`;
    return `${Math.round(seconds / 86400)} days ago`;
}

/** How long something took, between two moments. */
export function took(from, to) {
    const end = to ? new Date(to) : new Date();
    return from ? hours((end - new Date(from)) / 3.6e6) : DASH;
}

/** A name in capitals, such as NODE_FAILURE, as words. */
export const words = name => (name ? String(name).toLowerCase().replaceAll('_', ' ') : DASH);

/** A chemical formula with its counts as subscripts; one with ranges, such as Ti1-6O2, stays as it is. */
export const formula = text => (/^[A-Za-z0-9()]*$/.test(text ?? '')
    ? String(text ?? '').replace(/(?<=[A-Za-z)])\d+/g, digits => [...digits].map(d => String.fromCharCode(0x2080 + Number(d))).join(''))
    : String(text));
