// Makes and mends the tree. Whatever comes from outside becomes a text node or an attribute, never markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element: h('p', { class: 'x', onclick: f }, 'text', child, [more]). Null and false children are left out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element[name] = value;
    else if (name === 'style') for (const [k, v] of Object.entries(value)) element.style.setProperty(k, v);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(4)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** Makes a parent's children like these, keeping what is already right: focus, scroll and open details survive. */
export function mend(parent, ...wanted) {
  const next = wanted.flat(4).filter((n) => n !== null && n !== undefined && n !== false)
    .map((n) => (n instanceof Node ? n : document.createTextNode(String(n))));
  const byKey = new Map();
  for (const old of parent.childNodes) if (keyOf(old)) byKey.set(keyOf(old), old);
  let at = parent.firstChild;
  for (const node of next) {
    const key = keyOf(node);
    let old = key ? byKey.get(key) : at;
    if (old && !alike(old, node)) old = null;
    if (!key && old && keyOf(old)) old = null;
    if (old) {
      if (old === at) at = at.nextSibling;
      else parent.insertBefore(old, at);
      update(old, node);
    } else {
      parent.insertBefore(node, at);
    }
  }
  while (at) {
    const rest = at.nextSibling;
    at.remove();
    at = rest;
  }
}

function keyOf(node) {
  return node.nodeType === 1 ? node.getAttribute('data-key') : null;
}

function alike(old, node) {
  return old.nodeType === node.nodeType && old.nodeName === node.nodeName && keyOf(old) === keyOf(node);
}

function update(old, node) {
  if (old === node) return;
  if (old.nodeType === 3) {
    if (old.data !== node.data) old.data = node.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!node.hasAttribute(name) && !(name === 'open' && old.nodeName === 'DETAILS')) old.removeAttribute(name);
  }
  for (const { name, value } of node.attributes) if (old.getAttribute(name) !== value) setAttribute(old, name, value, node);
  for (const name of ['onclick', 'onchange', 'oninput', 'onsubmit', 'ontoggle']) if (old[name] !== node[name]) old[name] = node[name];
  if (old.hasAttribute('data-own')) return; // draws itself
  mend(old, ...node.childNodes);
}

function setAttribute(old, name, value, node) {
  if (name === 'style') old.style.cssText = node.style.cssText; // a style attribute is forbidden by the policy, its object is not
  else old.setAttribute(name, value);
}
