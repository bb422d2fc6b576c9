// The provider's line, as safe HTML: MapLibre sets it as markup, and it comes from a configuration.

const LINK = /\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g;

export function attributionHtml(line: string): string {
  let html = "";
  let at = 0;
  for (const match of line.matchAll(LINK)) {
    html += escape(line.slice(at, match.index));
    html += `<a href="${escape(match[2]!)}" target="_blank" rel="noopener noreferrer">${escape(match[1]!)}</a>`;
    at = match.index + match[0].length;
  }
  return html + escape(line.slice(at));
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
