// What is new on the server: server-sent events, read with fetch, for an EventSource cannot carry a token; where there is no
// stream, the page asks again every few seconds. Says at any time whether the server can be reached.
import {answers, request} from './api.js';

const RETRIES = [300, 1000, 2000, 4000, 8000];
const POLL = 5000;
// states of jobs come without an event; and a proxy may hold a stream back
const LOOK_AGAIN = 15_000;

const sleep = (ms, signal) => new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, {once: true});
});

/** Splits a stream of server-sent events; yields {id, event, data}. */
export async function* serverSentEvents(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
        const {done, value} = await reader.read();
        if (done) return;
        const blocks = (rest + value.replaceAll('\r', '')).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks) {
            const found = {id: null, event: 'message', data: ''};
            for (const line of block.split('\n')) {
                const [, field, text] = line.match(/^(id|event|data): ?(.*)$/) ?? [];
                if (field === 'data') found.data += (found.data ? '\n' : '') + text;
                else if (field) found[field] = text;
            }
            if (found.data) yield found;
        }
    }
}

/** Fires "state" where the connection changes and "change" where there may be something new to show:
 * its detail is the event, 'again' for a look after some time, or null. */
class Live extends EventTarget {
    state = 'connecting';
    seen = null;
    #path = null;
    #stop = new AbortController();

    constructor() {
        super();
        answers.addEventListener('answer', e => {
            if (e.detail) this.seen = new Date();
            if (!e.detail) this.#set('lost');
            else if (this.state === 'lost') this.#set('connecting');
        });
        answers.addEventListener('token', () => { if (this.state === 'closed') this.watch(this.#path); });
        // a page that the browser keeps for the way back would hold its connection, of which there are six
        addEventListener('pagehide', () => this.#stop.abort());
        addEventListener('pageshow', e => { if (e.persisted && this.#path) this.watch(this.#path); });
        document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#change(); });
    }

    #set(state) {
        if (state === this.state) return;
        const back = this.state === 'lost';
        this.state = state;
        this.dispatchEvent(new Event('state'));
        if (back) this.#change();
    }

    #change(detail = null) {
        this.dispatchEvent(new CustomEvent('change', {detail}));
    }

    /** Watches the stream at a path in place of the one before. */
    watch(path) {
        this.#path = path;
        this.#stop.abort();
        this.#stop = new AbortController();
        const {signal} = this.#stop;
        const again = setInterval(() => { if (!document.hidden && this.state === 'live') this.#change('again'); }, LOOK_AGAIN);
        signal.addEventListener('abort', () => clearInterval(again));
        this.#follow(path, signal);
    }

    async #follow(path, signal) {
        let failures = 0;
        let last = null;
        while (!signal.aborted) {
            try {
                const headers = {Accept: 'text/event-stream', ...(last === null ? {} : {'Last-Event-ID': last})};
                const response = await request(path, {headers, signal});
                if (!response.ok || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
                    await response.body?.cancel();
                    await this.#poll(signal);
                    continue;
                }
                failures = 0;
                this.#set('live');
                for await (const event of serverSentEvents(response.body)) {
                    last = event.id ?? last;
                    this.#change(event);
                }
            } catch (e) {
                // without a token there is nothing to follow until one is given; not reached: request() has said so
                if (e.status === 401 && !signal.aborted) {
                    this.#set('closed');
                    return;
                }
            }
            await sleep(RETRIES[Math.min(failures++, RETRIES.length - 1)], signal);
        }
    }

    async #poll(signal) {
        this.#set('polling');
        await sleep(POLL, signal);
        if (!signal.aborted && !document.hidden) this.#change();
    }
}

export const live = new Live();
