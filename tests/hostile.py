"""Content of somebody who wants more than to be read: it tries whatever there is.

Each text of each content file holds all that a page, a spreadsheet, a learning platform
or a terminal might take for an order. What comes out has to show it, letter by letter.
"""

import itertools
import json
import re
import tomllib
from html.parser import HTMLParser

from netlesson.content import DATA, LANGS
from netlesson.content.rules import _FILES, placeholders

ELSEWHERE = "http://elsewhere.invalid/"
# What spreadsheets take for a formula, and ends of what a text may stand in.
SIGNS = itertools.cycle(["=", "+", "-", "@", "\t=", "＝", "'=", ";=", "]]>", "*/", "`"])
MARKUP = (
    """'"><img src=x onerror="window.__hit=1"><script>window.__hit=2</script>"""
    """<svg onload="window.__hit=3"></svg>"""
    """<iframe src="javascript:top.__hit=4"></iframe>"""
    """<a href="javascript:window.__hit=5" target="_top" onfocus="window.__hit=6" """
    f"""autofocus>x</a><meta http-equiv="refresh" content="0;url={ELSEWHERE}">"""
    f"""<base href="{ELSEWHERE}"><form action="{ELSEWHERE}"><input autofocus></form>"""
    f"""<style>@import "{ELSEWHERE}";*{{background:url({ELSEWHERE}b)}}</style>"""
    f"""<img src="{ELSEWHERE}i"><link rel="stylesheet" href="{ELSEWHERE}l">"""
    f"""<p style="background:url({ELSEWHERE}s)" class="nl-right">✓</p>"""
    """<math><a xlink:href="javascript:window.__hit=7">m</a></math>"""
    """</title></style></textarea></script><script>window.__hit=8</script>"""
)
MARKDOWN = (
    f"![p]({ELSEWHERE}p) [l](javascript:window.__hit=9) # h **b** `c` | t "
    "$\\href{javascript:window.__hit=10}{m}$ {{ 7*7 }} {% raw %} ~%100%x -> ::t::"
)
PAYLOAD = f"{MARKUP}\n{MARKDOWN}\r\nBEGIN:VEVENT"
# What a learner may type into one line.
NAME = "=\"'><img src=x onerror=window.__hit=11> $5 & $6"
PLAIN = ("title", "address", "date", "citation", "year")


def poisoned(table):
    """Return a content file's tables with every text replaced, each by another one."""
    if isinstance(table, dict):
        if table.keys() == LANGS.keys():
            return {lang: f"{next(SIGNS)}{n} {PAYLOAD}" for n, lang in numbered(table)}
        return {
            key: f"{next(SIGNS)}{PAYLOAD}"
            if key in PLAIN and isinstance(each, str)
            else poisoned(each)
            for key, each in table.items()
        }
    return [poisoned(each) for each in table] if isinstance(table, list) else table


COUNT = itertools.count(1)


def numbered(langs):
    """Give each text a number, so that no two are the same."""
    return [(next(COUNT), lang) for lang in langs]


def filling(phrases):
    """Return phrases as `poisoned`, with braces and placeholders as they must be."""
    made = {}
    for key, table in phrases.items():
        if table.keys() != LANGS.keys():
            made[key] = filling(table)
            continue
        names = [f"{{{name}}}" for name in sorted(placeholders(table["en"]))]
        made[key] = {
            lang: " ".join([re.sub(r"([{}])", r"\1\1", words), *names])
            for lang, words in poisoned(table).items()
        }
    return made


def hostile_folder(folder):
    """Write a folder with content of one's own, every text of every file poisoned."""
    for path in DATA.glob("*.toml"):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        if path.stem == "strings":
            made = {key: filling(each) for key, each in tables.items()}
            for key in _FILES:
                section, _, name = key.partition(".")
                made[section][name] = tables[section][name]
        elif path.stem == "exercises":
            made = {
                k: [tasks(each) for each in entries] for k, entries in tables.items()
            }
        else:
            made = poisoned(tables)
        lines = [f"{key} = {toml(each)}" for key, each in made.items()]
        (folder / path.name).write_text("\n".join(lines), encoding="utf-8")
    return folder


def tasks(entry):
    """Return a task or a hint of an exercise; its texts are filled in like phrases."""
    return {
        key: filling({key: each})[key] if isinstance(each, dict) else each
        for key, each in entry.items()
    }


def toml(value):
    """Write a value as TOML, whatever it is nested in."""
    if isinstance(value, dict):
        inside = (f"{json.dumps(k)} = {toml(v)}" for k, v in value.items())
        return f"{{ {', '.join(inside)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


class Seen(HTMLParser):
    """What a piece of HTML is made of.

    Attributes:
        kinds: Its elements, each with its attributes, as pairs of names.
        values: The values of attributes that could lead or load from somewhere.
        text: What is read.
        code: What stands in `script` and `style`.
    """

    def __init__(self, html):
        super().__init__()
        self.kinds, self.values, self.text, self.code = set(), set(), "", []
        self._inside = ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.kinds |= {(tag, "")} | {(tag, name) for name, _ in attrs}
        for name, value in attrs:
            if name in ("href", "src", "action", "content", "style", "srcset"):
                self.values.add((tag, name, value or ""))
        self._inside = tag if tag in ("script", "style") else ""

    def handle_endtag(self, _tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside:
            self.code.append(data)
        else:
            self.text += data

    def leads(self):
        """Return the addresses that are not inside of the page itself."""
        found = set()
        for _, name, value in self.values:
            pattern = {"style": r"url\(([^)]*)", "content": "url=(.*)"}.get(
                name, "(.*)"
            )
            found |= {each for each in re.findall(pattern, value) if each}
        return {each for each in found if not re.match("data:image/|#", each)}
