// The charts, the filters and the findings of a card.
const chart = (name, labels, values, skip, format) => {
  const box = document.getElementById(name);
  if (!box) return;
  const drawn = new Chartist.BarChart(box, {labels, series: [values]}, {
    chartPadding: {top: 10, right: 10, bottom: 0, left: 10}, axisY: {onlyInteger: true, offset: 50, scaleMinSpace: 30, labelInterpolationFnc: format},
    axisX: {showGrid: false, offset: 20, labelInterpolationFnc: (label, place) => place % skip ? null : label}}, []);
  // Paper is of another width than the window the chart was drawn for.
  drawn.on('created', ({svg}) => svg.attr({viewBox: `0 0 ${svg.width()} ${svg.height()}`, 'aria-hidden': 'true'}));
};
const compact = new Intl.NumberFormat('en', {notation: 'compact'});
const bins = data.summary.completeness.bins;
chart('completeness-chart', bins.map((_, place) => place * 5 + ' %'), bins, 4, value => compact.format(value));
chart('year-chart', data.years.map(each => String(each[0])), data.years.map(each => each[1]), Math.ceil(data.years.length / 8), value => value + ' %');
addEventListener('beforeprint', () => document.querySelectorAll('main details').forEach(each => { each.open = true; }));

const started = async () => {
  const said = document.getElementById('said'), search = document.getElementById('search'), form = document.getElementById('filters');
  const selects = [...form.querySelectorAll('select')];
  const query = {text: '', level: '', rule: '', picked: {}, sort: 'errors', down: true};
  let turn = 0, table = null;
  const source = data.served ? served(() => table.again()) : embedded();
  const dialog = document.getElementById('card');

  const told = total => {
    const all = data.summary.cards;
    said.textContent = (total === all ? plural(all, 'card') : `${digits.format(total)} of ${plural(all, 'card')}`)
      + (total > MOST_ROWS ? `; the table holds the first ${digits.format(MOST_ROWS)}, search or filter to see the others` : '');
  };
  const look = async () => {
    const mine = ++turn;
    try {
      const total = await source.view(query);
      if (mine !== turn || total === null) return;
      table.show(total, query);
      told(total);
    } catch (error) {
      if (mine === turn) said.textContent = 'The rows cannot be read: ' + error.message;
    }
  };
  const changed = () => {
    query.text = search.value;
    query.picked = {};
    for (const {dataset: {filter}, value} of selects) {
      if (filter === 'level' || filter === 'rule') query[filter] = value;
      else if (value !== '') query.picked[filter] = value;
    }
    return look();
  };
  const sorted = column => {
    query.down = query.sort === column.name ? !query.down : Boolean(column.down);
    query.sort = column.name;
    look();
  };

  const FACTS = [['State', 'state'], ['Licence', 'license'], ['Library', 'library'], ['Task', 'pipeline_tag'], ['Base model', 'base_model'], ['Year', 'year'],
    ['Downloads', 'downloads'], ['Bytes', 'bytes'], ['Filled in', 'completeness'], ['Source', 'source']];
  const shown = (name, value) => name === 'completeness' ? percent(value) : typeof value === 'number' && name !== 'year' ? digits.format(value) : String(value);
  const finding = each => made('li', {},
    made('div', {class: 'where'}, made('span', {class: 'level ' + each.level}, each.level), made('code', {}, each.rule),
      made('span', {class: 'quiet'}, each.line ? `line ${each.line}` + (each.column ? `, column ${each.column}` : '') : 'the whole card'),
      ...(each.fixable ? [made('span', {class: 'quiet'}, 'has a fix')] : [])),
    made('p', {dir: 'auto'}, each.message), ...(each.text ? [made('pre', {dir: 'auto'}, made('code', {}, each.text))] : []));
  const open = async row => {
    const list = document.getElementById('card-findings'), note = document.getElementById('card-said');
    document.getElementById('card-title').textContent = row.id;
    document.getElementById('card-facts').replaceChildren(...FACTS.filter(([, name]) => row[name] !== null && row[name] !== undefined && row[name] !== '')
      .map(([head, name]) => made('div', {}, made('dt', {}, head), made('dd', {}, shown(name, row[name])))));
    list.replaceChildren();
    note.textContent = 'Reading the findings …';
    dialog.showModal();
    document.getElementById('card-title').focus();
    try {
      const found = await source.findings(row), few = found.slice(0, 500);
      if (document.getElementById('card-title').textContent !== row.id) return;
      const counts = LEVELS.map(level => [level, row[level + 's']]).filter(([, number]) => number).map(([level, number]) => plural(number, level));
      note.textContent = counts.length ? counts.join(', ') + (few.length < found.length ? `; the first ${few.length} are shown, all are in findings.parquet` : '') : 'Nothing was found.';
      list.replaceChildren(...few.map(finding));
    } catch (error) {
      note.textContent = 'The findings cannot be read: ' + error.message;
    }
  };

  document.getElementById('close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => table.back());
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  if (!data.served && typeof DecompressionStream === 'undefined') {
    said.textContent = 'This browser cannot open the rows (it has no DecompressionStream); `cardwright audit --serve` shows them.';
    return;
  }
  table = grid(source, open, sorted);
  let pause = 0;
  search.addEventListener('input', () => { clearTimeout(pause); pause = setTimeout(changed, 120); });
  form.addEventListener('change', event => { if (event.target !== search) changed(); });
  form.addEventListener('submit', event => { event.preventDefault(); changed(); });
  form.addEventListener('reset', () => setTimeout(changed));
  document.addEventListener('click', event => {
    const button = event.target.closest('button.pick');
    if (!button) return;
    form.reset();
    selects.find(each => each.dataset.filter === button.dataset.filter).value = button.dataset.value;
    changed();
    document.getElementById('cards').scrollIntoView();
    selects.find(each => each.dataset.filter === button.dataset.filter).focus({preventScroll: true});
  });
  try {
    await source.ready();
  } catch (error) {
    said.textContent = 'The rows cannot be read: ' + error.message;
    return;
  }
  await look();
  performance.mark('table-ready');
};
// After the first paint: the numbers are there before the rows are opened.
if (data.live) {
  const soon = () => requestAnimationFrame(() => setTimeout(started));
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', soon);
  else soon();
}
