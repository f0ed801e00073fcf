// Where the page is, as the hash of its address, so that every view has a link:
// #/ · #/submit · #/sites · #/campaign/ID/TAB?candidate=c0017&round=3

/** Returns {parts, query} of the present address. */
export function place() {
    const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
    return {parts: path.split('/').filter(Boolean).map(decode), query: new URLSearchParams(query)};
}

function decode(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

/** Returns the address of a view. */
export function link(parts, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
    const text = given.length ? `?${new URLSearchParams(given)}` : '';
    return `#/${parts.map(encodeURIComponent).join('/')}${text}`;
}

/** Changes the query of the present address without a new entry in the history or a new page. */
export function amend(changes) {
    const {parts, query} = place();
    const next = {...Object.fromEntries(query), ...changes};
    history.replaceState(null, '', link(parts, next));
}
