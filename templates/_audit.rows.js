// Where the rows come from. A source has: ready(), view(query) -> how many rows, row(place) -> a row or nothing yet, findings(row).
const CODED = data.coded, NUMBERS = data.numbers, LEVELS = ['error', 'warning', 'note'];
const SEARCHED = ['base_model', 'license', 'library', 'pipeline_tag'];

// Of rows that lie in the page as compressed columns.
const embedded = () => {
  const blocks = new Map();
  let count = 0, turn = 0, ids = [], lower = [], rules = [], values = {}, columns = {}, seen = [], broken = null;
  const orders = new Map();

  const bytes = text => Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), each => each.charCodeAt(0));
  const opened = name => {
    const element = document.getElementById('block-' + name);
    const stream = new Blob([bytes(element.textContent)]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Response(stream).arrayBuffer();
  };
  const json = async name => JSON.parse(new TextDecoder().decode(await opened(name)));
  const drop = name => document.getElementById('block-' + name).remove();

  const ready = async () => {
    let numbers;
    [ids, values, rules, numbers] = await Promise.all([json('ids'), json('values'), json('rules'), opened('numbers')]);
    count = ids.length;
    let at = 0;
    const taken = (kind, name) => { columns[name] = new kind(numbers, at, count); at += columns[name].byteLength; };
    const kinds = {d: Float64Array, f: Float32Array, i: Int32Array};
    for (const [name, kind] of Object.entries(NUMBERS)) taken(kinds[kind], name);
    for (const name of CODED) taken(Uint32Array, name);
    ['ids', 'values', 'numbers'].forEach(drop);
  };

  // A number a row that sorts as the column does; NaN is what nothing tells, and comes last.
  const ranked = texts => {
    const order = [...texts.keys()].filter(each => texts[each] !== null).sort((a, b) => texts[a] < texts[b] ? -1 : texts[a] > texts[b] ? 1 : 0);
    const ranks = new Float64Array(texts.length).fill(NaN);
    let rank = -1;
    order.forEach((each, place) => { if (!place || texts[each] !== texts[order[place - 1]]) rank = place; ranks[each] = rank; });
    return ranks;
  };
  const lowered = () => lower.length === count ? lower : (lower = ids.map(each => each.toLowerCase()));
  const keys = name => {
    if (name === 'id') return ranked(lowered());
    if (!CODED.includes(name)) return columns[name];
    const ranks = ranked(values[name].map(each => typeof each === 'string' ? each.toLowerCase() : each));
    return Float64Array.from(columns[name], code => ranks[code]);
  };
  const order = (name, down) => {
    const key = name + down;
    if (!orders.has(key)) {
      const all = Uint32Array.from({length: count}, (_, place) => place);
      if (name) {
        const by = keys(name), sign = down ? -1 : 1;
        all.sort((a, b) => {
          const x = by[a], y = by[b];
          if (x === y) return a - b;
          return x !== x ? (y !== y ? a - b : 1) : y !== y ? -1 : sign * (x - y);
        });
      }
      orders.set(key, all);
    }
    return orders.get(key);
  };

  const worst = card => LEVELS.find(level => columns[level + 's'][card]) || 'nothing';
  const holding = word => {
    const names = lowered(), within = SEARCHED.map(name => [columns[name], values[name].map(each => each !== null && String(each).toLowerCase().includes(word))]);
    return card => names[card].includes(word) || within.some(([codes, found]) => found[codes[card]]);
  };
  const breaking = async rule => {
    broken = broken || opened('broken');
    const packed = await broken, found = new Uint8Array(count);
    const counts = new Uint32Array(packed, 0, count), codes = new Uint16Array(packed, 4 * count);
    for (let card = 0, at = 0; card < count; card++) for (let left = counts[card]; left--; at++) if (codes[at] === rule) found[card] = 1;
    return card => found[card] === 1;
  };
  const view = async query => {
    const mine = ++turn, tests = query.text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10).map(holding);
    if (query.level) tests.push(card => worst(card) === query.level);
    if (query.rule !== '') tests.push(await breaking(+query.rule));
    for (const [name, code] of Object.entries(query.picked)) { const codes = columns[name]; tests.push(card => codes[card] === +code); }
    if (mine !== turn) return null; // another question came while the rules were opened
    const sorted = order(query.sort, query.down);
    seen = tests.length ? sorted.filter(card => tests.every(test => test(card))) : sorted;
    return seen.length;
  };

  const row = place => {
    const card = seen[place], found = {card, id: ids[card]};
    for (const name of CODED) found[name] = values[name][columns[name][card]];
    for (const name of Object.keys(NUMBERS)) found[name] = Number.isNaN(columns[name][card]) ? null : columns[name][card];
    return found;
  };
  // Only the chunks last looked at are kept open.
  const chunk = async number => {
    if (!blocks.has(number)) {
      blocks.set(number, await json('findings-' + number));
      if (blocks.size > 4) blocks.delete(blocks.keys().next().value);
    }
    return blocks.get(number);
  };
  const findings = async ({card}) => {
    const held = await chunk(Math.floor(card / data.chunk)), within = card % data.chunk;
    const start = held.n.slice(0, within).reduce((sum, each) => sum + each, 0);
    return Array.from({length: held.n[within]}, (_, number) => {
      const at = start + number;
      return {rule: rules[held.rule[at]], level: LEVELS[held.level[at]], line: held.line[at], column: held.column[at],
        message: held.message[at], text: held.text[at], fixable: held.fixable[at] === 1};
    });
  };
  return {ready, view, row, findings};
};

// Of rows that `cardwright audit --serve` asks the Parquet files for.
const served = arrived => {
  const size = 100, pages = new Map();
  let asked = '', turn = 0;
  const get = async address => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const load = async number => {
    pages.set(number, null);
    const mine = turn, found = await get(`rows?${asked}&offset=${number * size}&limit=${size}`);
    if (mine !== turn) return null;
    pages.set(number, found.rows.map(row => Object.fromEntries(row.map((value, place) => [found.columns[place], value]))));
    return found.total;
  };
  const view = async query => {
    const asking = new URLSearchParams({text: query.text, level: query.level, rule: query.rule, sort: query.sort, down: query.down ? '1' : ''});
    for (const [name, code] of Object.entries(query.picked)) asking.set(name, code);
    asked = asking.toString();
    turn++;
    pages.clear();
    return load(0);
  };
  const row = place => {
    const number = Math.floor(place / size);
    if (!pages.has(number)) load(number).then(total => { if (total !== null) arrived(); }, () => pages.delete(number));
    return (pages.get(number) || [])[place % size];
  };
  return {ready: async () => {}, view, row, findings: async ({card}) => (await get('findings?card=' + card)).findings};
};
