// What happened in a campaign, the newest first.
import {get, ofCampaign} from '../api.js';
import {h} from '../dom.js';
import {time} from '../format.js';
import {empty, section} from '../section.js';

const MOST = 1000;
const SAID = {
    Started: 'The campaign was started', PoolGenerated: 'The pool was generated', Selected: 'Candidates were selected',
    LabelsSettled: 'The labels of the round are there', Trained: 'The surrogate was trained', SharesChosen: 'Generators were given their shares', PoolGrown: 'Structures were added to the pool', PartRelaxed: 'A part of the pool was relaxed',
    Clustered: 'The pool was clustered', FinalsSettled: 'The final relaxations have ended', Ranked: 'The results were ranked',
};

/** The members of a detail such as Selected[round=1, calculations=20], without those that stand elsewhere. */
const members = detail => (/\[(.*)]$/.exec(detail)?.[1] ?? detail).split(', ').filter(text => text && !text.startsWith('round=')).map(text => text.replace('=', ' ')).join(', ');

export function events(data, _, signal) {
    const list = section({
        title: 'Events', signal,
        load: async s => {
            const all = [];
            let after = '0';
            // a campaign has some twenty a round; what lies beyond the newest thousand is in the database
            for (let asked = 0; asked < 20; asked++) {
                const page = await get(ofCampaign(data.id, `/events?limit=${MOST}&after=${encodeURIComponent(after)}`), s);
                all.push(...page.items);
                if (page.items.length < MOST) break;
                after = page.next;
            }
            return all.slice(-MOST);
        },
        render: found => (found.length ? h('ol', {class: 'story'}, found.toReversed().map(event =>
            h('li', {class: /Lost|Failed/.test(event.kind) ? 'bad' : null},
                h('b', {}, SAID[event.kind] ?? event.kind), h('time', {datetime: event.at}, time(event.at)),
                h('p', {class: 'muted'}, [`round ${event.round}`, members(event.detail)].filter(Boolean).join(' · '))))) : empty('Nothing has happened yet.')),
    });
    return {element: list.element, refresh: list.refresh};
}
