// Acting: what, why and by whose word; first the gate's answer to "may this node be taken down?".

import { ask, command, forgetToken, knowsToken, rememberToken } from './api.js';
import { h, mend } from './dom.js';
import { shape } from './marks.js';

const TAKES_OUT = new Set(['drain', 'maintenance']);
const VERDICTS = {
  yes: ['good', (node) => `Yes, ${node} may be taken down.`],
  no: ['bad', (node) => `No, ${node} may not be taken down.`],
};
const FINDINGS = { yes: 'good', no: 'bad', warning: 'warn' };

/**
 * Opens the dialog.
 *
 * @param {{ target: string, title: string, isNode: boolean, kinds: { kind: string, label: string, does: string }[], to?: string[] }} what
 */
export function openDialog(what) {
  const dialog = document.getElementById('dialog');
  const gate = h('div', { class: 'gate', role: 'status' }, 'Asking whether it is safe …');
  const answer = h('div', { class: 'answer', role: 'status' });
  const does = h('p', { class: 'soft' });
  const force = h('label', { class: 'check', hidden: true }, h('input', { type: 'checkbox', name: 'force' }),
    h('span', null, 'Do it all the same. That is recorded.'));
  let verdict = 'yes';

  const kind = h('select', { name: 'kind' }, what.kinds.map((k) => h('option', { value: k.kind }, k.label)));
  const token = h('label', { hidden: knowsToken() }, 'Token (management.token; kept until this tab is closed)',
    h('input', { type: 'password', name: 'token', autocomplete: 'off', spellcheck: 'false', required: !knowsToken() }));
  const send = h('button', { type: 'submit', class: 'main' }, 'Do it');
  const choose = () => {
    const chosen = what.kinds.find((k) => k.kind === kind.value);
    const isGated = what.isNode && TAKES_OUT.has(chosen.kind);
    does.textContent = chosen.does;
    gate.hidden = !isGated;
    force.hidden = !isGated || verdict === 'yes';
    send.textContent = chosen.label;
    send.className = isGated && verdict !== 'yes' ? 'danger' : 'main';
  };
  kind.onchange = choose;

  const form = h('form', { method: 'dialog', onsubmit: submit },
    h('h2', { id: 'dialog-title' }, what.title),
    h('label', null, 'What', kind), does, gate,
    what.to && h('label', null, 'To', h('select', { name: 'to' }, h('option', { value: '' }, 'whoever is next'), what.to.map((b) => h('option', { value: b }, b)))),
    h('label', null, 'Why', h('input', { name: 'why', required: true, maxlength: 300, autocomplete: 'off', placeholder: 'said in the log, beside your name' })),
    h('label', null, 'Who you are', h('input', { name: 'by', required: true, maxlength: 200, autocomplete: 'username', value: sessionStorage.getItem('vigie.by') })),
    token, force, answer,
    h('div', { class: 'buttons' }, h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'), send));
  mend(dialog);
  mend(dialog, form);
  choose();
  dialog.showModal();
  if (what.isNode) ask(`v1/safe/${encodeURIComponent(what.target)}`).then(show, (problem) => show({ verdict: 'unknown', findings: [{ verdict: 'unknown', area: '', text: problem.message, whatToDo: '' }] }));

  function show(safe) {
    verdict = safe.verdict;
    const [tone, say] = VERDICTS[verdict] ?? ['warn', (node) => `Whether ${node} may be taken down cannot be told.`];
    gate.className = `gate ${tone}`;
    mend(gate, h('strong', null, shape(tone), ' ', say(what.target)), h('ul', null, safe.findings.map((f) =>
      h('li', null, shape(FINDINGS[f.verdict] ?? 'unknown'), ` ${f.area ? `${f.area}: ` : ''}${f.text}`,
        f.whatToDo && h('div', { class: 'todo' }, `→ ${f.whatToDo}`)))));
    choose();
  }

  async function submit(event) {
    event.preventDefault();
    const fields = new FormData(form);
    if (fields.get('token')) rememberToken(fields.get('token'));
    sessionStorage.setItem('vigie.by', fields.get('by'));
    send.disabled = true;
    mend(answer, 'Asked; waiting for the answer …');
    try {
      const said = await command({
        kind: kind.value, target: what.target, to: fields.get('to') || null, by: fields.get('by'), why: fields.get('why'), force: fields.get('force') === 'on',
      });
      token.hidden = true;
      mend(answer, outcome(said));
    } catch (problem) {
      if (problem.status === 401) {
        forgetToken();
        token.hidden = false;
        token.querySelector('input').required = true;
      }
      if (problem.body?.safe) show(problem.body.safe);
      mend(answer, h('p', null, shape('bad'), ` ${problem.message}`));
    } finally {
      send.disabled = false;
    }
  }
}

/** What everybody who was asked says. */
function outcome(said) {
  const lines = said.answers.map((a) => h('p', null, shape(a.outcome === 'done' ? 'good' : 'bad'), ` ${a.service}: ${a.outcome}${a.message ? `, ${a.message}` : ''}`));
  if (said.silent.length > 0) lines.push(h('p', null, shape('warn'), ` not answered yet: ${said.silent.join(', ')}; it is recorded, and holds when they hear it`));
  return lines.length > 0 ? lines : h('p', null, shape('warn'), ` ${said.outcome}: nobody is there to answer`);
}
