// The REST API: JSON in and out, the token where the server wants one, errors with the field at fault.
import {askForToken} from './dialog.js';

const TOKEN = 'polymorph.token';

/** An answer other than 2xx, or none (status 0). */
export class ApiError extends Error {
    constructor(status, message, errors = []) {
        super(message);
        this.status = status;
        this.errors = errors;
    }
}

/** Says "answer", whether a server answered, and "token", when one was given: the stream of events listens. */
export const answers = new EventTarget();

let asking = null;

function authorized(headers) {
    const token = sessionStorage.getItem(TOKEN);
    return token ? {...headers, Authorization: `Bearer ${token}`} : headers;
}

async function newToken(refused) {
    // many requests fail at once; one question is enough
    asking ??= askForToken(refused).finally(() => { asking = null; });
    const token = await asking;
    if (!token) throw new ApiError(401, 'This server wants a token.');
    sessionStorage.setItem(TOKEN, token);
    answers.dispatchEvent(new Event('token'));
}

/** Fetches with the token, asking for one where it is wanted; throws an ApiError of status 0 where nothing answered. */
export async function request(path, {method = 'GET', headers = {}, body, signal} = {}) {
    for (;;) {
        const sent = sessionStorage.getItem(TOKEN);
        let response;
        try {
            response = await fetch(path, {method, headers: authorized(headers), body, signal, cache: 'no-store'});
        } catch (e) {
            if (e.name === 'AbortError') throw e;
            answers.dispatchEvent(new CustomEvent('answer', {detail: false}));
            throw new ApiError(0, 'The server did not answer.');
        }
        answers.dispatchEvent(new CustomEvent('answer', {detail: true}));
        if (response.status !== 401) return response;
        // another request may have been given a token meanwhile
        if (sessionStorage.getItem(TOKEN) === sent) await newToken(sent !== null);
    }
}

async function failure(response) {
    let said = {};
    try {
        said = await response.json();
    } catch {
        // no JSON: the status is all there is to tell
    }
    const errors = Array.isArray(said.errors) ? said.errors : [];
    const message = said.title ?? errors[0]?.message ?? response.statusText;
    return new ApiError(response.status, message || `The server answered ${response.status}.`, errors);
}

/** Returns the JSON at a path. */
export async function get(path, signal) {
    const response = await request(path, {signal, headers: {Accept: 'application/json'}});
    if (!response.ok) throw await failure(response);
    return response.json();
}

/** Sends JSON, or nothing, and returns the JSON that comes back. */
export async function send(method, path, value, headers = {}) {
    const response = await request(path, {
        method,
        headers: {Accept: 'application/json', ...(value === undefined ? {} : {'Content-Type': 'application/json'}), ...headers},
        body: value === undefined ? undefined : JSON.stringify(value),
    });
    if (!response.ok) throw await failure(response);
    return response.status === 204 ? null : response.json();
}

/** Saves what a path gives as a file: a link would not carry the token. */
export async function download(path, name) {
    const response = await request(path);
    if (!response.ok) throw await failure(response);
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The path of a campaign, or of something of it. */
export const ofCampaign = (id, rest = '') => `/api/campaigns/${encodeURIComponent(id)}${rest}`;
