// The table: a grid of which only the rows in sight exist, moved through by row.
const MOST_ROWS = 200000; // what a browser can scroll through: elements end at some 17 million pixels
const phone = matchMedia('screen and (max-width: 47.99rem)');
const digits = new Intl.NumberFormat('en');
const percent = value => (100 * value).toFixed(0) + ' %';
const made = (tag, attributes, ...content) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...content);
  return element;
};
const classes = (...names) => names.filter(Boolean).join(' ');
const plural = (number, word) => `${digits.format(number)} ${word}${number === 1 ? '' : 's'}`;
const COLUMNS = [
  {name: 'id', head: 'Card', width: 'minmax(12rem, 1fr)'},
  {name: 'errors', head: 'Errors', width: '5.2rem', number: true, down: true, unit: 'error', bad: true},
  {name: 'warnings', head: 'Warnings', width: '6.4rem', number: true, down: true, unit: 'warning', bad: true},
  {name: 'notes', head: 'Notes', width: '5rem', number: true, down: true, unit: 'note'},
  {name: 'license', head: 'Licence', width: '6.5rem'},
  {name: 'library', head: 'Library', wide: true, width: '7rem'},
  {name: 'pipeline_tag', head: 'Task', wide: true, width: '8.5rem'},
  {name: 'year', head: 'Year', width: '4.2rem', number: true, plain: true},
  {name: 'downloads', head: 'Downloads', wide: true, width: '7rem', number: true, down: true, unit: 'download'},
  {name: 'completeness', head: 'Filled in', width: '5.6rem', number: true, shown: percent},
].filter(each => !data.unknown.includes(each.name));

const grid = (source, open, sorted) => {
  const rows = document.getElementById('rows'), heads = document.getElementById('heads'), all = document.getElementById('grid');
  let total = 0, active = 0, list = null;
  const widths = columns => columns.map(each => each.width).join(' ');
  all.style.setProperty('--columns', widths(COLUMNS));
  all.style.setProperty('--fewer-columns', widths(COLUMNS.filter(each => !each.wide)));
  const buttons = COLUMNS.map(column => {
    const button = made('button', {type: 'button'}, column.head);
    const head = made('div', {role: 'columnheader', 'aria-sort': 'none', class: classes(column.number && 'number', column.wide && 'wide-only')}, button);
    button.addEventListener('click', () => sorted(column));
    heads.append(head);
    return {column, head};
  });

  const cell = (column, row) => {
    const value = row[column.name], shown = value === null || value === undefined ? '' : column.shown ? column.shown(value)
      : typeof value === 'number' && !column.plain ? digits.format(value) : String(value);
    const element = made('div', {role: 'gridcell', class: classes(column.name, column.number && 'number', column.wide && 'wide-only',
      column.bad && value > 0 && 'some', column.unit && !value && 'quiet-on-phones')}, shown);
    if (column.unit && value) element.dataset.unit = column.unit + (value === 1 ? '' : 's');
    if (column.name === 'completeness' && shown) element.dataset.unit = 'filled in';
    if (!column.number && shown) element.title = shown;
    if (column.name === 'id' && row.state !== 'checked') element.append(made('span', {class: 'chip'}, row.state));
    return element;
  };
  const generate = place => {
    const row = source.row(place), element = made('div', {role: 'row', 'aria-rowindex': place + 2, tabindex: place === active ? 0 : -1});
    element.dataset.place = place;
    if (row) element.append(...COLUMNS.map(column => cell(column, row)));
    else element.append(made('div', {role: 'gridcell', class: 'id'}, '…'));
    return element;
  };
  const applyPatch = (element, fragment) => {
    const held = element.contains(document.activeElement);
    fragment.firstChild.remove(); // the list's own spacer, which is out of the page while rows are made, and takes the scroll position along
    [...element.children].forEach(each => { if (each !== spacer) each.remove(); });
    element.append(fragment);
    const shown = element.querySelector(`[data-place="${active}"]`);
    if (!shown && element.children[1]) element.children[1].tabIndex = 0; // so that Tab always finds a row
    if (held) (shown || element).focus({preventScroll: true});
  };
  const height = () => phone.matches ? 88 : 40;
  const settings = () => ({height: Math.max(240, Math.min(640, Math.round(innerHeight * 0.7), Math.max(1, total) * height() + 2)),
    itemHeight: height(), total, generate, applyPatch, scrollerTagName: 'div'});
  const spacer = made('div', {role: 'presentation', class: 'spacer'});
  rows.append(spacer);
  const draw = () => {
    spacer.style.height = total * height() + 'px';
    if (list) list.refresh(rows, settings());
    else list = HyperList.create(rows, settings());
    all.style.setProperty('--bar', rows.offsetWidth - rows.clientWidth + 'px');
  };
  const show = (number, query) => {
    total = Math.min(number, MOST_ROWS);
    active = 0;
    all.hidden = false;
    all.setAttribute('aria-rowcount', number + 1);
    buttons.forEach(({column, head}) => head.setAttribute('aria-sort', column.name !== query.sort ? 'none' : query.down ? 'descending' : 'ascending'));
    rows.scrollTop = 0;
    draw();
  };
  const move = place => {
    active = Math.max(0, Math.min(total - 1, place));
    const top = active * height(), bottom = top + height();
    if (top < rows.scrollTop) rows.scrollTop = top;
    else if (bottom > rows.scrollTop + rows.clientHeight) rows.scrollTop = bottom - rows.clientHeight;
    draw();
    const shown = rows.querySelector(`[data-place="${active}"]`);
    if (shown) shown.focus({preventScroll: true});
  };
  const page = () => Math.max(1, Math.floor(rows.clientHeight / height()) - 1);
  const STEPS = {ArrowDown: () => active + 1, ArrowUp: () => active - 1, PageDown: () => active + page(), PageUp: () => active - page(),
    Home: () => 0, End: () => total - 1};
  rows.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || !total) return;
    if (event.key in STEPS) move(STEPS[event.key]());
    else if (event.key === 'Enter' || event.key === ' ') { const row = source.row(active); if (row) open(row); }
    else return;
    event.preventDefault();
  });
  rows.addEventListener('focusin', event => { const row = event.target.closest('[data-place]'); if (row) active = +row.dataset.place; });
  rows.addEventListener('click', event => {
    const element = event.target.closest('[data-place]');
    if (!element) return;
    move(+element.dataset.place);
    const row = source.row(active);
    if (row) open(row);
  });
  let waiting = 0;
  const again = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(() => { if (list) draw(); }); };
  addEventListener('resize', again);
  phone.addEventListener('change', again);
  const back = () => { const shown = rows.querySelector(`[data-place="${active}"]`); if (shown) shown.focus({preventScroll: true}); };
  return {show, again, back};
};
